"""An issuer's keys change, and go away, while the gateway runs."""

import time
from collections.abc import AsyncIterator

import httpx2
import pytest

from ai_gateway.app import Gateway
from ai_gateway.simulator.server import Simulator
from tests.integration.auth.issuer import KEYS, PretendedIssuer, issuing
from tests.integration.gateways import running, settings_for
from tests.signers import Signer, claims

pytestmark = pytest.mark.anyio


@pytest.fixture
async def issuer() -> AsyncIterator[PretendedIssuer]:
    async with issuing(Signer("old", "RS256")) as issuer:
        yield issuer


@pytest.fixture
async def gateway(issuer: PretendedIssuer) -> AsyncIterator[Gateway]:
    # The least time between fetches is the shortest that can be set.
    auth = {"issuers": {"pool": {"url": issuer.url}}, "keys_refetch": 1}
    async with Simulator() as simulator, running(settings_for(simulator.url, auth=auth)) as gateway:
        yield gateway


async def models(gateway: Gateway, token: str) -> int:
    async with httpx2.AsyncClient(timeout=10) as http:
        answer = await http.get(
            f"{gateway.url}/v1/models", headers={"authorization": f"Bearer {token}"}
        )
        return answer.status_code


def token(issuer: PretendedIssuer, signer: Signer, **changes: object) -> str:
    return signer.sign(claims(issuer.url, time.time(), **changes))


async def test_a_new_key_is_found_without_a_restart(issuer: PretendedIssuer, gateway: Gateway):
    assert await models(gateway, token(issuer, issuer.signers[0])) == 200
    new = Signer("new", "ES256")
    issuer.signers.append(new)
    deadline = time.monotonic() + 10
    while await models(gateway, token(issuer, new)) != 200:
        assert time.monotonic() < deadline


async def test_made_up_key_ids_cause_one_fetch_in_the_interval(
    issuer: PretendedIssuer, gateway: Gateway
):
    began = time.monotonic()
    for i in range(40):
        stranger = Signer("stranger", "RS256").sign(
            claims(issuer.url, time.time()), kid=f"made-up-{i}"
        )
        assert await models(gateway, stranger) == 401
    assert issuer.asked.count(KEYS) <= 1 + (time.monotonic() - began) // 1


async def test_known_keys_hold_while_their_issuer_is_away(
    issuer: PretendedIssuer, gateway: Gateway
):
    signer = issuer.signers[0]
    assert await models(gateway, token(issuer, signer)) == 200
    issuer.down = True
    assert await models(gateway, token(issuer, signer, jti="another")) == 200


async def test_an_issuer_that_was_never_there_is_the_gateways_fault_not_the_callers(
    issuer: PretendedIssuer, gateway: Gateway
):
    issuer.down = True
    async with httpx2.AsyncClient(timeout=10) as http:
        answer = await http.get(
            f"{gateway.url}/v1/models",
            headers={"authorization": f"Bearer {token(issuer, issuer.signers[0])}"},
        )
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "issuer_unavailable"
    assert int(answer.headers["retry-after"]) >= 1
    issuer.down = False
    deadline = time.monotonic() + 10
    while await models(gateway, token(issuer, issuer.signers[0])) != 200:
        assert time.monotonic() < deadline


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
async def test_each_algorithm_that_a_key_is_for_is_taken(algorithm: str):
    signer = Signer(f"key-{algorithm}", algorithm)
    async with issuing(signer) as issuer, Simulator() as simulator:
        auth = {"issuers": {"pool": {"url": issuer.url}}}
        async with running(settings_for(simulator.url, auth=auth)) as gateway:
            assert await models(gateway, token(issuer, signer)) == 200


async def test_an_audience_is_asked_for_where_the_issuer_sets_one():
    signer = Signer("key-audience", "ES256")
    async with issuing(signer) as issuer, Simulator() as simulator:
        said = {"url": issuer.url, "audience": "gateway", "client_claim": "azp"}
        settings = settings_for(simulator.url, auth={"issuers": {"okta": said}})
        async with running(settings) as gateway:
            plain = {"token_use": None, "azp": "client-1", "scope": None}
            scopes = {"scp": ["https://gateway.internal/invoke", "openid"]}
            for audience, status in (
                ("gateway", 200),
                (["other", "gateway"], 200),
                ("gateway2", 401),
                (["other"], 401),
                (None, 401),
            ):
                made = token(issuer, signer, aud=audience, **plain, **scopes)
                assert await models(gateway, made) == status


async def test_two_issuers_keys_and_clients_are_kept_apart():
    one, two = Signer("shared-id", "ES256"), Signer("shared-id", "EdDSA")
    async with issuing(one) as first, issuing(two) as second, Simulator() as simulator:
        issuers = {"first": {"url": first.url}, "second": {"url": second.url}}
        clients = {
            "a": {"id": "client-1", "issuer": "first", "enabled": True},
            "b": {"id": "client-1", "issuer": "second", "enabled": False},
        }
        settings = settings_for(simulator.url, auth={"issuers": issuers}, clients=clients)
        async with running(settings) as gateway:
            assert await models(gateway, token(first, one)) == 200
            assert await models(gateway, token(second, two)) == 403
            assert await models(gateway, token(first, two)) == 401
            assert await models(gateway, token(second, one)) == 401
