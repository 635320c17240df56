"""The parts of authentication fit together."""

import asyncio
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from ai_gateway.auth.client_settings import ClientDefaults, ClientSettings
from ai_gateway.auth.gate import Clients, Surroundings, build_gate
from ai_gateway.auth.gateway_key import make_key
from ai_gateway.auth.settings import AuthSettings
from ai_gateway.core.errors import InvalidCredential
from ai_gateway.core.headers import Headers
from tests.signers import Signer, claims
from tests.unit.auth.callers import OWN, Keys
from tests.unit.auth.callers import SIGNER as LOCAL
from tests.unit.auth.web_of import Web

pytestmark = pytest.mark.anyio

URL = "https://issuer.example"
SIGNER = Signer("k-gate", "EdDSA")
PAGES = {
    f"{URL}/.well-known/openid-configuration": {"issuer": URL, "jwks_uri": f"{URL}/keys"},
    f"{URL}/keys": {"keys": [SIGNER.jwk()]},
}


def spawn(work: Coroutine[Any, Any, None], name: str) -> "asyncio.Task[None]":
    return asyncio.create_task(work, name=name)


def clients(**said: ClientSettings) -> Clients:
    return Clients(said, {}, ClientDefaults())


async def test_tokens_keys_and_the_local_issuer_are_all_taken_and_clients_change(tmp_path: Path):
    key = make_key()
    auth = AuthSettings.model_validate(
        {
            "issuers": {"pool": {"url": URL}},
            "keys": {key.id: {"client": "ci", "sha256": key.sha256}},
            "directory": str(tmp_path),
        }
    )
    around = Surroundings(Web(PAGES), spawn, time.monotonic, time.time)
    gate = build_gate(auth, clients(a=ClientSettings(id="client-1")), (OWN, Keys()), around)

    async def client(credential: str) -> str:
        headers = Headers([(b"x-api-key", credential.encode())])
        return (await gate.identifier.identify(headers, "invoke")).principal.client

    token = SIGNER.sign(claims(URL, time.time()))
    assert await client(token) == "a"
    assert await client(key.text) == "ci"
    assert await client(LOCAL.sign(claims(OWN, time.time(), client_id="laptop"))) == "laptop"

    gate.use(auth.model_copy(update={"keys": {}}), clients(b=ClientSettings(id="client-1")))
    assert await client(token) == "b"
    with pytest.raises(InvalidCredential):
        await client(key.text)
