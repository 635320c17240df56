"""Google's access tokens."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ai_gateway.core.errors import ProviderError
from ai_gateway.providers.google_token import GoogleToken
from ai_gateway.providers.vertex_settings import VertexSettings
from ai_gateway.transport.client import Client
from ai_gateway.transport.settings import TransportSettings
from tests.conformance.transport.peer import Peer, serving


@pytest.fixture(scope="module")
def key() -> str:
    private = rsa.generate_private_key(65537, 2048)
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def account(key: str, port: int) -> str:
    return json.dumps(
        {
            "type": "service_account",
            "client_email": "gateway@p.iam.gserviceaccount.com",
            "private_key": key,
            "private_key_id": "1",
            "project_id": "p",
            "token_uri": f"http://127.0.0.1:{port}/token",
        }
    )


def answering(status: str, body: object, counted: list[bytes]) -> Callable[[Peer], Awaitable[None]]:
    async def answer(peer: Peer) -> None:
        counted.append(await peer.request())
        data = json.dumps(body).encode()
        head = f"HTTP/1.1 {status}\r\ncontent-length: {len(data)}\r\nconnection: close\r\n\r\n"
        await peer.send(head.encode() + data)

    return answer


@asynccontextmanager
async def token(
    credentials: Callable[[int], str], script: Callable[[Peer], Awaitable[None]]
) -> AsyncGenerator[GoogleToken]:
    async with serving(script) as served:
        client = Client(TransportSettings())
        said = {"project": "p", "credentials": credentials(served.port)}
        yield GoogleToken(client, VertexSettings.model_validate(said))
        await client.aclose()


GOOD = {"access_token": "ya29.x", "expires_in": 3600, "token_type": "Bearer"}


@pytest.mark.anyio
async def test_a_token_is_fetched_once_and_kept(key: str):
    asked: list[bytes] = []
    async with token(lambda port: account(key, port), answering("200 OK", GOOD, asked)) as google:
        fields = await asyncio.gather(google.field(), google.field())
        assert fields == [(b"authorization", b"Bearer ya29.x")] * 2
        assert await google.field() == fields[0]
    assert len(asked) == 1
    assert b"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer" in asked[0]


@pytest.mark.anyio
async def test_a_token_that_is_about_to_expire_is_fetched_again(key: str):
    asked: list[bytes] = []
    short = {**GOOD, "expires_in": 60}
    async with token(lambda port: account(key, port), answering("200 OK", short, asked)) as google:
        await google.field()
        await google.field()
    assert len(asked) == 2


@pytest.mark.anyio
async def test_a_caller_that_leaves_does_not_take_the_token_from_the_others(key: str):
    asked: list[bytes] = []
    async with token(lambda port: account(key, port), answering("200 OK", GOOD, asked)) as google:
        leaving = asyncio.ensure_future(google.field())
        await asyncio.sleep(0)
        staying = asyncio.ensure_future(google.field())
        await asyncio.sleep(0)
        leaving.cancel()
        assert await staying == (b"authorization", b"Bearer ya29.x")
    assert len(asked) == 1


@pytest.mark.anyio
async def test_a_refusal_says_where_to_look_and_nothing_of_the_key(key: str):
    asked: list[bytes] = []
    refusal = {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
    script = answering("400 Bad Request", refusal, asked)
    async with token(lambda port: account(key, port), script) as google:
        with pytest.raises(ProviderError) as refused:
            await google.field()
        assert "vertex.credentials" in refused.value.message
        assert "gateway@p" not in refused.value.message
        with pytest.raises(ProviderError):
            await google.field()
    assert len(asked) == 2


@pytest.mark.anyio
@pytest.mark.parametrize("said", ["{", "[]", '{"type":"x"}', '{"type":"service_account"}'])
async def test_credentials_that_are_none_are_an_error(said: str):
    async with token(lambda _: said, answering("200 OK", GOOD, [])) as google:
        with pytest.raises(ProviderError):
            await google.field()


@pytest.mark.anyio
async def test_the_environments_credentials_are_used_where_none_are_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, key: str
):
    asked: list[bytes] = []
    async with serving(answering("200 OK", GOOD, asked)) as served:
        path = tmp_path_factory.mktemp("google") / "account.json"
        path.write_text(account(key, served.port))
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
        client = Client(TransportSettings())
        google = GoogleToken(client, VertexSettings(project="p"))
        assert await google.field() == (b"authorization", b"Bearer ya29.x")
        await client.aclose()


@pytest.mark.anyio
async def test_a_federated_identity_is_exchanged_for_a_token(
    tmp_path_factory: pytest.TempPathFactory,
):
    asked: list[bytes] = []
    path = tmp_path_factory.mktemp("google") / "identity"
    path.write_text("signed by somebody else")

    def federation(port: int) -> str:
        return json.dumps(
            {
                "type": "external_account",
                "audience": "//iam.googleapis.com/projects/1/locations/global/pools/a/providers/b",
                "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
                "token_url": f"http://127.0.0.1:{port}/sts",
                "credential_source": {"file": str(path)},
            }
        )

    granted = {**GOOD, "issued_token_type": "urn:ietf:params:oauth:token-type:access_token"}
    async with token(federation, answering("200 OK", granted, asked)) as google:
        assert await google.field() == (b"authorization", b"Bearer ya29.x")
    assert b"subject_token=signed+by+somebody+else" in asked[0]
