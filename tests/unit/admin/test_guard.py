"""Only operators get to the admin listener's pages, and what they change is on record."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from ai_gateway.admin.guard import OPEN, Guard, Receive, Scope, Send
from ai_gateway.auth.audit import AuditLog
from ai_gateway.auth.claims import Judge
from ai_gateway.auth.identifier import Identifier
from ai_gateway.auth.settings import IssuerSettings
from ai_gateway.auth.tokens import Tokens, TrustedIssuer
from ai_gateway.core.errors import IssuerUnavailable
from tests.signers import ADMIN, INVOKE
from tests.unit.auth.callers import URL, Callers, Keys
from tests.unit.edge.stand_ins import Inbox, Sent, piece

pytestmark = pytest.mark.anyio


class Stand:
    def __init__(self, folder: Path) -> None:
        self.callers = Callers(folder)
        self.audit = io.BytesIO()
        self.reached: list[str] = []
        self.identifier = self.callers.identifier

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.reached.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def ask(self, path: str, scopes: str | None, method: str = "GET") -> Sent:
        fields = []
        if scopes is not None:
            token = self.callers.token(scope=scopes)
            fields = [(b"authorization", b"Bearer " + token)]
        scope: dict[str, Any] = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": fields,
            "client": ("10.0.0.1", 9),
        }
        sent = Sent()
        guard = Guard(self._app, self.identifier, AuditLog(self.audit, lambda: 1.0))
        await guard(scope, Inbox(piece(b"")), sent)
        return sent

    def noted(self) -> list[dict[str, str]]:
        return [json.loads(line)["audit"] for line in self.audit.getvalue().splitlines()]


@pytest.mark.parametrize("path", sorted(OPEN))
async def test_what_is_open_needs_no_credential(tmp_path: Path, path: str):
    stand = Stand(tmp_path)
    assert (await stand.ask(path, None)).status == 200
    assert stand.reached == [path]


@pytest.mark.parametrize("path", ["/status", "/", "/health/", "//health", "/anything/new"])
@pytest.mark.parametrize(("scopes", "status"), [(None, 401), (INVOKE, 403), (ADMIN, 200)])
async def test_everything_else_is_for_operators(
    tmp_path: Path, path: str, scopes: str | None, status: int
):
    stand = Stand(tmp_path)
    assert (await stand.ask(path, scopes)).status == status
    assert stand.reached == ([path] if status == 200 else [])


async def test_a_refusal_is_json_says_how_to_authenticate_and_is_on_record(tmp_path: Path):
    stand = Stand(tmp_path)
    sent = await stand.ask("/status", None)
    assert json.loads(b"".join(sent.pieces))["error"]["code"] == "invalid_credential"
    assert (b"www-authenticate", b'Bearer realm="ai-gateway"') in sent.fields.items()
    (event,) = stand.noted()
    assert (event["what"], event["on"], event["peer"]) == ("admin", "GET /status", "10.0.0.1")


async def test_what_may_change_something_is_on_record_and_looking_is_not(tmp_path: Path):
    stand = Stand(tmp_path)
    await stand.ask("/status", ADMIN)
    await stand.ask("/admin/v1/thing", ADMIN, "DELETE")
    (event,) = stand.noted()
    assert (event["who"], event["on"], event["outcome"]) == ("a", "DELETE /admin/v1/thing", "done")


async def test_an_issuer_that_is_away_says_when_to_come_back(tmp_path: Path):
    class Away(Keys):
        async def key(self, kid: str) -> None:
            raise IssuerUnavailable("away", retry_after=7)

    stand = Stand(tmp_path)
    issuer = TrustedIssuer(URL, Away(), Judge("pool", IssuerSettings(url=URL), 0.0))
    callers = stand.callers
    tokens = Tokens([issuer], callers.roster.of_token, lambda: 0.0, lambda: 0.0)
    stand.identifier = Identifier(tokens, callers.keys, callers.roster)
    sent = await stand.ask("/status", ADMIN)
    assert sent.status == 503
    assert (b"retry-after", b"7") in sent.fields.items()
