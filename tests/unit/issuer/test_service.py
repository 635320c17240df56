"""What the local issuer answers, as HTTP."""

import io
import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from ai_gateway.auth.audit import AuditLog
from ai_gateway.issuer.service import IssuedTokens, LocalIssuer
from ai_gateway.issuer.signing import signing_key
from tests.unit.auth.callers import Callers
from tests.unit.edge.stand_ins import Inbox, Sent, piece

pytestmark = pytest.mark.anyio

URL = "http://127.0.0.1:8788"


class Stand:
    def __init__(self, folder: Path) -> None:
        self.callers = Callers(folder)
        self.audit = io.BytesIO()
        issuer = LocalIssuer(
            signing_key(folder),
            self.callers.keys,
            AuditLog(self.audit, lambda: 1.0),
            IssuedTokens(URL, 600, lambda: 1_800_000_000.5),
        )
        self._app = Starlette(routes=issuer.routes())

    async def ask(
        self, method: str, path: str, *pieces: bytes
    ) -> tuple[int, dict[str, str], dict[str, object]]:
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "root_path": "",
            "query_string": b"",
            "headers": [],
            "client": ("127.0.0.1", 5),
        }
        sent = Sent()
        last = len(pieces) - 1
        inbox = Inbox(*(piece(one, more=i < last) for i, one in enumerate(pieces or (b"",))))
        await self._app(scope, inbox, sent)
        fields = {name.decode(): value.decode() for name, value in sent.fields.items()}
        return sent.status, fields, json.loads(b"".join(sent.pieces))


async def test_a_token_is_given_and_nobody_keeps_it(tmp_path: Path):
    stand = Stand(tmp_path)
    form = urlencode(
        {
            "grant_type": "client_credentials",
            "client_id": "a",
            "client_secret": stand.callers.key.text,
        }
    ).encode()
    status, fields, answer = await stand.ask("POST", "/oauth2/token", form[:10], form[10:])
    assert (status, fields["cache-control"]) == (200, "no-store")
    assert (answer["expires_in"], answer["token_type"]) == (600, "Bearer")
    assert stand.audit.getvalue() == b""


async def test_a_refusal_is_on_record(tmp_path: Path):
    stand = Stand(tmp_path)
    form = b"grant_type=client_credentials&client_id=a&client_secret=5e4ve45"
    status, _, answer = await stand.ask("POST", "/oauth2/token", form)
    assert (status, answer["error"]) == (400, "invalid_client")
    event = json.loads(stand.audit.getvalue())["audit"]
    assert (event["what"], event["outcome"], event["who"]) == ("token", "invalid_client", "a")
    assert b"5e4ve45" not in stand.audit.getvalue()


async def test_a_form_without_end_is_not_gathered(tmp_path: Path):
    stand = Stand(tmp_path)
    status, _, answer = await stand.ask("POST", "/oauth2/token", b"x" * 16_000, b"x" * 16_000, b"x")
    assert (status, answer["error"]) == (400, "invalid_request")


async def test_it_says_of_itself_where_its_keys_are(tmp_path: Path):
    stand = Stand(tmp_path)
    _, _, said = await stand.ask("GET", "/.well-known/openid-configuration")
    assert said["issuer"] == URL
    assert said["token_endpoint"] == f"{URL}/oauth2/token"
    path = str(said["jwks_uri"]).removeprefix(URL)
    _, _, keys = await stand.ask("GET", path)
    assert keys == signing_key(tmp_path).jwks()
