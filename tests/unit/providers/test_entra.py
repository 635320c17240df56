"""One Entra token serves every call until shortly before it expires, and never shows itself."""

import asyncio
import json
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr

from ai_gateway.core.errors import (
    GatewayError,
    Overloaded,
    ProviderError,
    ProviderMisbehaved,
    ProviderTimeout,
    ProviderUnreachable,
)
from ai_gateway.providers.entra import EntraToken
from ai_gateway.providers.settings import EntraSettings
from ai_gateway.transport.errors import (
    ClientClosed,
    ConnectFailed,
    FirstByteTimeout,
    IdleTimeout,
    TransportError,
)
from ai_gateway.transport.request import Origin
from ai_gateway.transport.response import Response
from tests.unit.providers.wire import ScriptedClient, response

pytestmark = pytest.mark.anyio

SETTINGS = EntraSettings(
    tenant_id="tenant", client_id="app", client_secret=SecretStr("s3cret&=\xe9")
)


class Clock:
    """Shows the seconds that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def grant(token: str, seconds: float = 3600) -> Response:
    body = json.dumps({"token_type": "Bearer", "access_token": token, "expires_in": seconds})
    return response(200, b"application/json", body.encode())


def entra(*answers: Response | TransportError) -> tuple[EntraToken, ScriptedClient, Clock]:
    client, clock = ScriptedClient(*answers), Clock()
    return EntraToken(client, SETTINGS, clock), client, clock


async def test_a_token_is_asked_for_as_microsoft_documents_it():
    token, client, _ = entra(grant("eyJ"))
    assert await token.field() == (b"authorization", b"Bearer eyJ")
    [request] = client.requests
    assert request.origin == Origin("https", "login.microsoftonline.com", 443)
    assert (request.method, request.target) == ("POST", b"/tenant/oauth2/v2.0/token")
    assert request.headers == [(b"content-type", b"application/x-www-form-urlencoded")]
    assert isinstance(request.body, bytes)
    assert parse_qs(request.body.decode("ascii")) == {
        "grant_type": ["client_credentials"],
        "client_id": ["app"],
        "client_secret": ["s3cret&=\xe9"],
        "scope": ["https://cognitiveservices.azure.com/.default"],
    }


async def test_a_sovereign_cloud_has_an_authority_of_its_own_and_a_tenant_is_one_segment():
    said = {"authority": "https://login.example/base/", "tenant_id": "a/../\xe9"}
    client = ScriptedClient(grant("eyJ"))
    await EntraToken(client, SETTINGS.model_copy(update=said), Clock()).field()
    [request] = client.requests
    assert request.origin.host == "login.example"
    assert request.target == b"/base/a%2F..%2F%C3%A9/oauth2/v2.0/token"


async def test_a_token_is_kept_until_five_minutes_before_it_expires():
    token, client, clock = entra(grant("first"), grant("second"))
    first = await token.field()
    clock.now += 3299
    assert await token.field() == first
    clock.now += 1
    assert await token.field() == (b"authorization", b"Bearer second")
    assert len(client.requests) == 2


async def test_a_token_that_is_short_lived_serves_those_that_asked_for_it_and_no_later_call():
    token, client, _ = entra(grant("first", 60), grant("second", 60))
    client.release.clear()
    waiting = asyncio.gather(token.field(), token.field())
    await asyncio.sleep(0)
    client.release.set()
    assert {field[1] for field in await waiting} == {b"Bearer first"}
    assert (await token.field())[1] == b"Bearer second"


async def test_calls_at_the_same_time_share_one_fetch():
    token, client, _ = entra(grant("eyJ"))
    client.release.clear()
    waiting = asyncio.gather(*(token.field() for _ in range(50)))
    await asyncio.sleep(0)
    client.release.set()
    assert {field[1] for field in await waiting} == {b"Bearer eyJ"}
    assert len(client.requests) == 1


async def test_a_failure_is_raised_to_those_that_waited_and_the_next_call_tries_again():
    token, client, _ = entra(ConnectFailed("down"), grant("eyJ"))
    client.release.clear()
    waiting = asyncio.gather(*(token.field() for _ in range(3)), return_exceptions=True)
    await asyncio.sleep(0)
    client.release.set()
    assert [type(failure) for failure in await waiting] == [ProviderUnreachable] * 3
    assert len(client.requests) == 1
    assert (await token.field())[1] == b"Bearer eyJ"


async def test_a_refresh_that_fails_is_no_reason_to_use_what_has_expired():
    token, _, clock = entra(grant("first"), ConnectFailed("down"), grant("second"))
    await token.field()
    clock.now += 3600
    with pytest.raises(ProviderUnreachable):
        await token.field()
    assert (await token.field())[1] == b"Bearer second"


async def test_a_caller_that_leaves_takes_no_fetch_of_anothers_with_it():
    token, client, _ = entra(grant("eyJ"))
    client.release.clear()
    leaving = asyncio.ensure_future(token.field())
    await asyncio.sleep(0)
    staying = asyncio.ensure_future(token.field())
    await asyncio.sleep(0)
    leaving.cancel()
    client.release.set()
    assert (await staying)[1] == b"Bearer eyJ"
    assert leaving.cancelled()


MEDIA = b"application/json"
FAILURES: list[tuple[Response | TransportError, type[GatewayError]]] = [
    (ConnectFailed("down"), ProviderUnreachable),
    (FirstByteTimeout("slow"), ProviderTimeout),
    (ClientClosed("closed"), Overloaded),
    (response(200, MEDIA, b'{"acc', error=IdleTimeout("silent")), ProviderTimeout),
    (response(200, MEDIA, b"x" * 100_000), ProviderMisbehaved),
    (response(400, MEDIA, b'{"error":"invalid_client","client_id":"app"}'), ProviderError),
    (response(503, None), ProviderError),
    (response(200, b"text/html", b"<html>"), ProviderMisbehaved),
    (response(200, MEDIA, b'{"access_token":"eyJ"}'), ProviderMisbehaved),
    (response(200, MEDIA, b'{"access_token":"","expires_in":3600}'), ProviderMisbehaved),
    (response(200, MEDIA, b'{"access_token":"a\\r\\nb","expires_in":3600}'), ProviderMisbehaved),
    (response(200, MEDIA, b'{"access_token":"\xc3\xa9","expires_in":3600}'), ProviderMisbehaved),
    (response(200, MEDIA, b'{"access_token":"\xff","expires_in":3600}'), ProviderMisbehaved),
]


@pytest.mark.parametrize(("answer", "kind"), FAILURES)
async def test_every_failure_is_typed_names_microsoft_and_shows_no_secret(
    answer: Response | TransportError, kind: type[GatewayError]
):
    token, _, _ = entra(answer)
    with pytest.raises(kind) as failed:
        await token.field()
    assert type(failed.value) is kind
    assert failed.value.provider == "Microsoft Entra"
    shown = f"{failed.value!r} {failed.value.__cause__!r}"
    assert not any(word in shown for word in ("s3cret", "eyJ", "app"))


async def test_a_refusal_says_what_to_check():
    token, _, _ = entra(response(401, MEDIA, b"{}"))
    with pytest.raises(ProviderError, match=r"status 401\. Check tenant_id, client_id and"):
        await token.field()


async def test_neither_secret_nor_token_is_shown():
    token, client, _ = entra(grant("eyJ-token"))
    await token.field()
    assert not any(word in f"{token!r} {token} {client.requests}" for word in ("s3cret", "eyJ"))
