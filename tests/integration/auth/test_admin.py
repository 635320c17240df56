"""The admin listener lets in who may, and gives tokens to who shows a key."""

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from ai_gateway.app import Gateway
from ai_gateway.auth.credential_file import ClientRecord, CredentialFile, KeyRecord
from ai_gateway.auth.gateway_key import NewKey, make_key
from ai_gateway.simulator.server import Simulator
from tests.integration.auth.conftest import World
from tests.integration.gateways import running, settings_for
from tests.signers import ADMIN, INVOKE

pytestmark = pytest.mark.anyio


async def status(world: World, credential: str | None) -> int:
    fields = {} if credential is None else {"authorization": f"Bearer {credential}"}
    answer = await world.http.get(f"{world.gateway.admin_url}/status", headers=fields)
    return answer.status_code


async def test_the_admin_listener_refuses_whoever_may_only_call_models(world: World):
    assert await status(world, None) == 401
    assert await status(world, world.token()) == 403
    assert await status(world, world.token(scope=ADMIN)) == 200
    assert await status(world, world.token(scope=f"{INVOKE} {ADMIN}")) == 200


async def test_a_policy_takes_a_scope_away_that_a_token_brings(world: World):
    token = world.token(scope=f"{INVOKE} {ADMIN}", client_id="client-user")
    assert await status(world, token) == 403
    assert (await world.ask(token)).status_code == 200


@pytest.mark.parametrize("path", ["/health", "/ready"])
async def test_a_load_balancer_needs_no_credential(world: World, path: str):
    assert (await world.http.get(f"{world.gateway.admin_url}{path}")).status_code == 200


@pytest.mark.parametrize("path", ["//status", "/status/", "/health/../status", "/%73tatus", "/x"])
async def test_no_spelling_of_an_admin_path_is_open(world: World, path: str):
    url = httpx2.URL(f"{world.gateway.admin_url}").copy_with(raw_path=path.encode())
    assert (await world.http.get(url)).status_code == 401


class Laptop:
    """A gateway with its own issuer, and a client that has a key."""

    def __init__(self, gateway: Gateway, key: NewKey, http: httpx2.AsyncClient) -> None:
        self.gateway = gateway
        self.key = key
        self.http = http

    async def ask(self, form: dict[str, str], auth: tuple[str, str] | None) -> httpx2.Response:
        url = f"{self.gateway.admin_url}/oauth2/token"
        if auth is None:
            return await self.http.post(url, data=form)
        return await self.http.post(url, data=form, auth=auth)


@pytest.fixture
async def laptop(tmp_path: Path) -> AsyncIterator[Laptop]:
    key = make_key()
    held = KeyRecord(key.sha256, ("invoke",), time.time())
    CredentialFile(tmp_path).change(
        lambda _: {"laptop": ClientRecord(time.time(), keys={key.id: held})}
    )
    auth = {
        "local_issuer": {"enabled": True},
        "directory": str(tmp_path),
        "audit_file": str(tmp_path / "audit.jsonl"),
    }
    clients = {"laptop": {"models": {"allow": ["fast"]}}}
    async with Simulator() as simulator, httpx2.AsyncClient(timeout=10) as http:
        settings = settings_for(simulator.url, auth=auth, clients=clients)
        async with running(settings) as gateway:
            yield Laptop(gateway, key, http)


GRANT = {"grant_type": "client_credentials"}


@pytest.mark.parametrize("how", ["basic", "form"])
async def test_a_key_is_exchanged_for_a_token_of_the_same_client(laptop: Laptop, how: str):
    if how == "basic":
        answer = await laptop.ask(GRANT, ("laptop", laptop.key.text))
    else:
        form = {**GRANT, "client_id": "laptop", "client_secret": laptop.key.text, "scope": INVOKE}
        answer = await laptop.ask(form, None)
    assert answer.status_code == 200
    granted = answer.json()
    assert (granted["token_type"], granted["expires_in"]) == ("Bearer", 3600)
    fields = {"authorization": f"Bearer {granted['access_token']}"}
    asked = {"model": "gpt-5", "messages": [{"role": "user", "content": "hello"}]}
    url = f"{laptop.gateway.url}/v1/chat/completions"
    refused = await laptop.http.post(url, json=asked, headers=fields)
    assert refused.status_code == 403
    assert "The client laptop" in refused.json()["error"]["message"]


async def test_the_key_itself_is_no_credential_where_only_tokens_are(laptop: Laptop):
    answer = await laptop.http.get(
        f"{laptop.gateway.url}/v1/models", headers={"x-api-key": laptop.key.text}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("form", "auth", "status", "code"),
    [
        ({"grant_type": "password"}, ("laptop", "KEY"), 400, "unsupported_grant_type"),
        (GRANT, None, 400, "invalid_client"),
        (GRANT, ("laptop", "agw_wrong_key"), 401, "invalid_client"),
        (GRANT, ("other", "KEY"), 401, "invalid_client"),
        ({**GRANT, "scope": ADMIN}, ("laptop", "KEY"), 400, "invalid_scope"),
        ({**GRANT, "scope": "openid"}, ("laptop", "KEY"), 400, "invalid_scope"),
        ({**GRANT, "padding": "x" * 20_000}, ("laptop", "KEY"), 400, "invalid_request"),
    ],
)
async def test_whoever_is_not_entitled_gets_no_token(
    laptop: Laptop,
    tmp_path: Path,
    form: dict[str, str],
    auth: tuple[str, str] | None,
    status: int,
    code: str,
):
    if auth is not None:
        auth = (auth[0], auth[1].replace("KEY", laptop.key.text))
    answer = await laptop.ask(form, auth)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    event = json.loads((tmp_path / "audit.jsonl").read_text().splitlines()[-1])["audit"]
    assert (event["what"], event["outcome"]) == ("token", code)
    assert laptop.key.text not in (tmp_path / "audit.jsonl").read_text()


async def test_another_gateway_takes_tokens_of_the_local_issuer(laptop: Laptop):
    granted = (await laptop.ask(GRANT, ("laptop", laptop.key.text))).json()
    issuers = {"laptop": {"url": laptop.gateway.admin_url}}
    async with Simulator() as simulator:
        settings = settings_for(simulator.url, auth={"issuers": issuers})
        async with running(settings) as other:
            answer = await laptop.http.get(
                f"{other.url}/v1/models",
                headers={"authorization": f"Bearer {granted['access_token']}"},
            )
    assert answer.status_code == 200
