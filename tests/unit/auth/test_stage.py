"""Calls go on with a principal and without a credential; refusals are on record."""

import io
import json
from pathlib import Path

import pytest

from ai_gateway.auth.audit import AuditLog
from ai_gateway.auth.stage import Authenticate
from ai_gateway.core.call import Call
from ai_gateway.core.errors import (
    BudgetExceeded,
    GatewayError,
    InvalidCredential,
    InvalidRequest,
    LimitExceeded,
    NotPermitted,
    Unauthenticated,
)
from ai_gateway.core.reply import Reply
from tests.unit.auth.callers import Callers
from tests.unit.core.calls import call_with

pytestmark = pytest.mark.anyio


class Stand:
    def __init__(self, folder: Path) -> None:
        self.callers = Callers(folder)
        self.output = io.BytesIO()
        self.stage = Authenticate(self.callers.identifier, AuditLog(self.output, lambda: 5.0))
        self.met: list[Call] = []

    async def proceed(self, call: Call) -> Reply:
        self.met.append(call)
        return Reply(status=200, headers=[], body=b"")

    def call(self, credential: bytes | None = None) -> Call:
        shown = self.callers.token() if credential is None else credential
        return call_with([(b"x-api-key", shown), (b"host", b"h")], peer="203.0.113.7")

    def noted(self) -> list[dict[str, str]]:
        return [json.loads(line)["audit"] for line in self.output.getvalue().splitlines()]


async def test_a_known_caller_goes_on_without_its_credential(tmp_path: Path):
    stand = Stand(tmp_path)
    assert (await stand.stage(stand.call(), stand.proceed)).status == 200
    (call,) = stand.met
    assert call.principal is not None
    assert call.principal.client == "a"
    assert call.headers.pairs == [(b"host", b"h")]
    assert stand.noted() == []


async def test_an_unknown_caller_is_refused_and_on_record(tmp_path: Path):
    stand = Stand(tmp_path)
    with pytest.raises(InvalidCredential):
        await stand.stage(stand.call(b"sk-secret-5e4ve45"), stand.proceed)
    assert stand.met == []
    (event,) = stand.noted()
    assert (event["what"], event["outcome"]) == ("call", "invalid_credential")
    assert (event["on"], event["id"], event["peer"]) == (
        "/v1/chat/completions",
        "r-1",
        "203.0.113.7",
    )
    assert b"5e4ve45" not in stand.output.getvalue()


@pytest.mark.parametrize(
    "refusal", [LimitExceeded("l"), BudgetExceeded("b"), NotPermitted("n"), Unauthenticated("u")]
)
async def test_a_later_stages_refusal_is_on_record_with_who_was_refused(
    tmp_path: Path, refusal: GatewayError
):
    stand = Stand(tmp_path)

    async def refuse(call: Call) -> Reply:
        raise refusal

    with pytest.raises(type(refusal)):
        await stand.stage(stand.call(), refuse)
    (event,) = stand.noted()
    assert (event["who"], event["outcome"], event["why"]) == ("a", refusal.code, refusal.message)


async def test_a_mistake_in_a_request_is_no_refusal(tmp_path: Path):
    stand = Stand(tmp_path)

    async def fail(call: Call) -> Reply:
        raise InvalidRequest("m")

    with pytest.raises(InvalidRequest):
        await stand.stage(stand.call(), fail)
    assert stand.noted() == []
