"""Every forged, stolen, stale or misused credential is refused, and nothing reaches a provider."""

import json
import time
from collections.abc import Callable

import jwt
import pytest

from tests.integration.auth.conftest import World
from tests.signers import ADMIN, Signer, claims, part, unsigned

pytestmark = pytest.mark.anyio

Forge = Callable[[World], str]


def signer(world: World) -> Signer:
    return world.issuer.signers[0]


def good(world: World, **changes: object) -> dict[str, object]:
    return claims(world.issuer.url, time.time(), **changes)


def without_signature(world: World) -> str:
    return unsigned({"alg": "none", "kid": "key-1"}, good(world), b"")


def unsigned_in_capitals(world: World) -> str:
    return unsigned({"alg": "NoNe", "kid": "key-1"}, good(world), b"")


def signed_with_the_public_key_as_a_secret(world: World) -> str:
    # PyJWT itself refuses to do this, so it is done by hand.
    import hashlib
    import hmac

    head = f"{part({'alg': 'HS256', 'kid': 'key-1'})}.{part(good(world))}"
    mac = hmac.new(signer(world).pem(), head.encode(), hashlib.sha256).digest()
    return f"{head}.{part(mac)}"


def signed_by_a_stranger_under_a_known_id(world: World) -> str:
    return Signer("stranger", "RS256").sign(good(world), kid="key-1")


def signed_by_a_stranger_under_its_own_id(world: World) -> str:
    return Signer("stranger", "RS256").sign(good(world))


def signed_without_a_key_id(world: World) -> str:
    return jwt.encode(good(world), signer(world).private, "RS256")


def under_the_id_of_a_key_of_another_type(world: World) -> str:
    return signer(world).sign(good(world), kid="key-2")


def with_an_address_of_the_strangers_keys(world: World) -> str:
    url = f"{world.simulator.url}/jwks.json"
    return Signer("stranger", "RS256").sign(good(world), jku=url, x5u=url)


def with_the_strangers_key_inside(world: World) -> str:
    stranger = Signer("stranger", "RS256")
    return stranger.sign(good(world), jwk=stranger.jwk(), kid="key-1")


def with_an_extension_that_must_be_understood(world: World) -> str:
    return signer(world).sign(good(world), crit=["exotic"], exotic=1)


def in_an_algorithm_that_the_key_is_not_for(world: World) -> str:
    return jwt.encode(good(world), signer(world).private, "PS256", headers={"kid": "key-1"})


def changed(world: World, part_number: int) -> str:
    parts = world.token().split(".")
    middle = len(parts[part_number]) // 2
    letter = parts[part_number][middle]
    other = "A" if letter != "A" else "B"
    parts[part_number] = parts[part_number][:middle] + other + parts[part_number][middle + 1 :]
    return ".".join(parts)


def with_other_claims_under_a_true_signature(world: World) -> str:
    head, _, signature = world.token().split(".")
    return f"{head}.{part(good(world, client_id='client-own'))}.{signature}"


FORGED: dict[str, Forge] = {
    "alg none": without_signature,
    "alg none in capitals": unsigned_in_capitals,
    "HS256 with the public key": signed_with_the_public_key_as_a_secret,
    "a foreign key under a known id": signed_by_a_stranger_under_a_known_id,
    "an unknown key id": signed_by_a_stranger_under_its_own_id,
    "no key id": signed_without_a_key_id,
    "another type's key id": under_the_id_of_a_key_of_another_type,
    "jku and x5u": with_an_address_of_the_strangers_keys,
    "jwk": with_the_strangers_key_inside,
    "crit": with_an_extension_that_must_be_understood,
    "another algorithm": in_an_algorithm_that_the_key_is_not_for,
    "a tampered head": lambda world: changed(world, 0),
    "tampered claims": lambda world: changed(world, 1),
    "a tampered signature": lambda world: changed(world, 2),
    "other claims": with_other_claims_under_a_true_signature,
    "another issuer": lambda world: world.token(iss="https://evil.example"),
    "a longer issuer": lambda world: world.token(iss=world.issuer.url + "/"),
    "no issuer": lambda world: world.token(iss=None),
    "an id token": lambda world: world.token(token_use="id"),
    "no token_use": lambda world: world.token(token_use=None),
    "expired": lambda world: world.token(exp=int(time.time()) - 120),
    "never expiring": lambda world: world.token(exp=None),
    "expiring in words": lambda world: world.token(exp="tomorrow"),
    "expiring at true": lambda world: world.token(exp=True),
    "not yet valid": lambda world: world.token(nbf=int(time.time()) + 600),
    "issued in the future": lambda world: world.token(iat=int(time.time()) + 600),
    "no client": lambda world: world.token(client_id=None),
    "a client that is a list": lambda world: world.token(client_id=["client-1"]),
    "no dots": lambda world: "x" * 300,
    "two parts": lambda world: world.token().rpartition(".")[0],
    "five parts": lambda world: world.token() + ".a.b",
    "oversized": lambda world: world.token(padding="x" * 9000),
    "a provider's key": lambda world: "sk-proj-0123456789",
    "an unknown gateway key": lambda world: "agw_0123456789abcdef_" + "x" * 43,
    "half a gateway key": lambda world: world.key("half").text[:30],
    "a gateway key of another secret": lambda world: world.key("other").text[:-4] + "AAAA",
    "an expired gateway key": lambda world: world.key("late", expires=time.time() - 1).text,
}


@pytest.mark.parametrize("forge", [pytest.param(forge, id=name) for name, forge in FORGED.items()])
async def test_a_credential_that_is_not_good_is_refused(world: World, forge: Forge):
    credential = forge(world)
    before = len(world.simulator.requests)
    answer = await world.ask(credential)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "invalid_credential"
    assert answer.headers["www-authenticate"].startswith('Bearer realm="ai-gateway"')
    assert len(world.simulator.requests) == before
    if len(credential) > 20:
        assert credential not in answer.text
        assert credential not in world.audit.read_text()


async def test_a_token_that_shares_its_first_200_characters_with_a_known_one_is_another_one(
    world: World,
):
    known = world.token()
    assert (await world.ask(known)).status_code == 200
    assert (await world.ask(known)).status_code == 200
    for other in (known[:200] + known[200:][::-1], known[:-8] + "AAAAAAAA", known + "A"):
        assert other[:200] == known[:200]
        assert (await world.ask(other)).status_code == 401


async def test_without_a_credential_the_caller_is_told_where_to_put_one(world: World):
    answer = await world.ask(None)
    assert answer.status_code == 401
    assert "x-portkey-api-key" in answer.json()["error"]["message"]
    assert answer.headers["www-authenticate"] == 'Bearer realm="ai-gateway"'


@pytest.mark.parametrize("scope", [None, "", "openid", ADMIN, "https://gateway.internal/invoke2"])
async def test_a_token_without_the_scope_is_forbidden(world: World, scope: str | None):
    answer = await world.ask(world.token(scope=scope))
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "not_permitted"
    assert 'error="insufficient_scope"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize(
    "fields",
    [
        [("authorization", "Bearer {0}"), ("authorization", "Bearer {0}")],
        [("authorization", "Bearer {0}"), ("authorization", "Bearer bad")],
        [("x-portkey-api-key", "{0}"), ("x-portkey-api-key", "{0}")],
        [("authorization", "Bearer {0}"), ("x-api-key", "sk-mine")],
        [("authorization", "Basic {0}")],
        [("authorization", "Bearer")],
        [("x-api-key", "")],
        [("authorization", "Bearer {0} {0}")],
        [("authorization", "AWS4-HMAC-SHA256 Credential={0}")],
        [("cookie", "authorization={0}")],
        [("x-api-key", "Bearer {0}")],
    ],
)
async def test_a_credential_in_the_wrong_form_is_refused(
    world: World, fields: list[tuple[str, str]]
):
    token = world.token()
    answer = await world.http.get(
        f"{world.gateway.url}/v1/models",
        headers=[(name, value.format(token)) for name, value in fields],
    )
    assert answer.status_code == 401


async def test_a_key_that_is_taken_away_ends_with_the_next_look(world: World):
    key = world.key("leaver")
    assert (await _until(world, key.text, 200)) is True
    world.change("leaver", {})
    assert (await _until(world, key.text, 401)) is True


async def test_a_client_that_is_disabled_is_refused_with_every_credential(world: World):
    key = world.key("service-a")
    token = world.token()
    assert (await _until(world, key.text, 200)) is True
    world.change("service-a", {}, disabled=True)
    assert (await _until(world, token, 403)) is True
    assert "clients enable" in (await world.ask(token)).json()["error"]["message"]
    world.change("service-a", {})
    assert (await _until(world, token, 200)) is True


async def test_a_client_that_the_configuration_disables_is_refused(world: World):
    answer = await world.ask(world.token(client_id="client-off"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_permitted")


async def test_every_refusal_is_in_the_audit_with_who_what_and_why(world: World):
    answer = await world.ask(world.token(client_id="client-embedder"))
    assert answer.status_code == 403
    line = json.loads(world.audit.read_text().splitlines()[-1])
    assert abs(line["time"] - time.time()) < 60
    event = line["audit"]
    assert (event["what"], event["outcome"]) == ("call", "not_permitted")
    assert (event["who"], event["on"]) == ("embedder", "/v1/chat/completions")
    assert (event["peer"], event["id"]) == (
        "127.0.0.1",
        answer.headers["x-ai-gateway-request-id"],
    )
    assert "the operation chat" in event["why"]


async def _until(world: World, credential: str, status: int) -> bool:
    """Ask until the answer is `status`; the gateway looks at the file once a second."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if (await world.ask(credential)).status_code == status:
            return True
    return False
