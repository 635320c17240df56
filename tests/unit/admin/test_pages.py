"""The admin listener's pages: alive, ready, and everything an operator may know."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from ai_gateway.admin.pages import build_admin
from tests.unit.edge.stand_ins import Inbox, Sent, piece

pytestmark = pytest.mark.anyio


async def asked(path: str, *, method: str = "GET", ready: bool = True) -> tuple[int, bytes]:
    status: Mapping[str, object] = {"version": "1.2.3", "draining": not ready}
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [],
    }
    sent = Sent()
    await build_admin(lambda: ready, lambda: status)(scope, Inbox(piece(b"")), sent)
    return sent.status, b"".join(sent.pieces)


@pytest.mark.parametrize("ready", [True, False])
async def test_health_answers_while_the_process_lives(ready: bool):
    status, body = await asked("/health", ready=ready)
    assert (status, msgspec.json.decode(body)) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("ready", "status", "said"), [(True, 200, "ready"), (False, 503, "draining")]
)
async def test_readiness_fails_while_the_gateway_drains(ready: bool, status: int, said: str):
    answered, body = await asked("/ready", ready=ready)
    assert (answered, msgspec.json.decode(body)) == (status, {"status": said})


async def test_the_status_is_what_the_gateway_gives_at_this_moment():
    status, body = await asked("/status", ready=False)
    assert status == 200
    assert msgspec.json.decode(body) == {"version": "1.2.3", "draining": True}


@pytest.mark.parametrize("path", ["/", "/v1/chat/completions", "/status/"])
async def test_nothing_else_is_there(path: str):
    status, _ = await asked(path)
    assert status in (404, 307)


async def test_nothing_can_be_changed():
    status, _ = await asked("/status", method="POST")
    assert status == 405
