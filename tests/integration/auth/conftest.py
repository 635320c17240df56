"""One gateway that asks who calls, with an issuer and a simulator, for each module."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from ai_gateway.app import Gateway
from ai_gateway.auth.credential_file import ClientRecord, CredentialFile, KeyRecord
from ai_gateway.auth.gateway_key import NewKey, make_key
from ai_gateway.simulator.server import Simulator
from tests.integration.auth.issuer import PretendedIssuer, issuing
from tests.integration.gateways import running, settings_for
from tests.signers import Signer, claims

CLIENTS = {
    "service-a": {"id": "client-1", "tags": {"team": "a"}},
    "narrow": {
        "id": "client-narrow",
        "models": {"allow": ["fast", "openai/gpt-5-mini"]},
        "providers": {"deny": ["anthropic"]},
    },
    "embedder": {"id": "client-embedder", "operations": ["embeddings"]},
    "own": {"id": "client-own", "own_keys": True},
    "off": {"id": "client-off", "enabled": False},
    "user": {"id": "client-user", "scopes": ["invoke"]},
}


@dataclass
class World:
    """A gateway, who vouches for its callers, and whom it calls."""

    gateway: Gateway
    issuer: PretendedIssuer
    simulator: Simulator
    directory: Path
    audit: Path
    http: httpx2.AsyncClient

    def token(self, **changes: object) -> str:
        """Return a good token, but for the changes to its claims."""
        return self.issuer.signers[0].sign(claims(self.issuer.url, time.time(), **changes))

    def key(self, client: str, *scopes: str, expires: float | None = None) -> NewKey:
        """Give `client` a gateway key."""
        made = make_key()
        record = KeyRecord(made.sha256, scopes or ("invoke",), time.time(), expires)
        self.change(client, {made.id: record})
        return made

    def change(self, client: str, keys: dict[str, KeyRecord], *, disabled: bool = False) -> None:
        """Let `client` have these keys, and no others, from the gateway's next look on."""
        CredentialFile(self.directory).change(
            lambda held: {**held, client: ClientRecord(time.time(), disabled, keys)}
        )

    async def ask(self, credential: str | None, model: str = "gpt-5-mini") -> httpx2.Response:
        """Ask for a chat completion with a bearer credential."""
        fields = {} if credential is None else {"authorization": f"Bearer {credential}"}
        return await self.http.post(
            f"{self.gateway.url}/v1/chat/completions",
            json={"model": model, "messages": [{"role": "user", "content": "hello"}]},
            headers=fields,
        )


@pytest.fixture(scope="module")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="module")
async def world(
    anyio_backend: object, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    directory = tmp_path_factory.mktemp("identity")
    audit = directory / "audit.jsonl"
    async with (
        Simulator() as simulator,
        issuing(Signer("key-1", "RS256"), Signer("key-2", "ES256")) as issuer,
        httpx2.AsyncClient(timeout=10) as http,
    ):
        settings = settings_for(
            simulator.url,
            auth={
                "issuers": {"pool": {"url": issuer.url, "token_use": "access"}},
                "gateway_keys": True,
                "directory": str(directory),
                "audit_file": str(audit),
            },
            clients=CLIENTS,
            routing={"models": {"fast": {"provider": "openai", "model": "gpt-5-mini"}}},
        )
        async with running(settings) as gateway:
            yield World(gateway, issuer, simulator, directory, audit, http)
