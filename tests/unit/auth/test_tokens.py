"""A token is verified once, remembered by all of it, and forgotten in time."""

import pytest

from ai_gateway.auth.claims import Identity, Judge
from ai_gateway.auth.jwk import VerificationKey, read_keys
from ai_gateway.auth.settings import IssuerSettings
from ai_gateway.auth.tokens import Tokens, TrustedIssuer
from ai_gateway.core.errors import InvalidCredential
from ai_gateway.core.policy import Policy
from ai_gateway.core.principal import Principal
from tests.signers import Signer, claims

pytestmark = pytest.mark.anyio

URL = "https://issuer.example"
WALL = 1_800_000_000.0
SIGNER = Signer("k-tokens", "ES256")


class Keys:
    """Keys that are counted, and good until `good_until`."""

    def __init__(self) -> None:
        self.good_until = 10_000.0
        self.asked: list[str] = []
        self.held = read_keys([SIGNER.jwk()])

    async def key(self, kid: str) -> VerificationKey | None:
        self.asked.append(kid)
        return self.held.get(kid)


class Stand:
    def __init__(self, most: int = 3) -> None:
        self.now = 0.0
        self.keys = Keys()
        judge = Judge("pool", IssuerSettings(url=URL), 60.0)
        self.tokens = Tokens(
            [TrustedIssuer(URL, self.keys, judge)],
            self._principal,
            lambda: self.now,
            lambda: WALL + self.now,
            most,
        )

    def _principal(self, identity: Identity) -> Principal:
        return Principal(
            identity.client_id, "i", "token", identity.issuer, identity.scopes, (), Policy()
        )

    async def client(self, token: str) -> str:
        return (await self.tokens.identify(token.encode())).client


def token(**changes: object) -> str:
    return SIGNER.sign(claims(URL, WALL, **changes))


async def test_a_token_is_verified_once():
    stand, one = Stand(), token()
    for _ in range(5):
        assert await stand.client(one) == "client-1"
    assert len(stand.keys.asked) == 1


async def test_a_token_that_begins_alike_is_another_one():
    stand, one = Stand(), token()
    await stand.client(one)
    with pytest.raises(InvalidCredential, match="did not sign it"):
        await stand.client(one[:-8] + "AAAAAAAA")
    assert len(stand.keys.asked) == 2


async def test_a_token_is_forgotten_when_it_expires():
    stand, one = Stand(), token(exp=int(WALL) + 100)
    await stand.client(one)
    stand.now = 159.0
    assert await stand.client(one) == "client-1"
    stand.now = 160.0
    with pytest.raises(InvalidCredential, match="expired"):
        await stand.client(one)


async def test_a_token_is_judged_anew_when_its_issuers_keys_are_renewed():
    stand, one = Stand(), token()
    stand.keys.good_until = 50.0
    await stand.client(one)
    stand.keys.held = {}
    stand.now = 49.0
    assert await stand.client(one) == "client-1"
    stand.now = 50.0
    with pytest.raises(InvalidCredential):
        await stand.client(one)


async def test_only_so_many_are_remembered_the_latest_ones():
    stand = Stand(most=3)
    several = [token(jti=f"j-{i}") for i in range(4)]
    for one in several:
        await stand.client(one)
    assert len(stand.keys.asked) == 4
    for one in several[1:]:
        await stand.client(one)
    assert len(stand.keys.asked) == 4
    await stand.client(several[0])
    assert len(stand.keys.asked) == 5


async def test_a_refusal_is_not_remembered():
    stand, one = Stand(), token()
    held, stand.keys.held = stand.keys.held, {}
    with pytest.raises(InvalidCredential):
        await stand.client(one)
    stand.keys.held = held
    assert await stand.client(one) == "client-1"


async def test_everything_is_forgotten_where_clients_change():
    stand, one = Stand(), token()
    await stand.client(one)
    stand.tokens.forget()
    await stand.client(one)
    assert len(stand.keys.asked) == 2


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("no token", "no signed token"),
        (token(iss="https://evil.example"), "none of auth.issuers"),
        (token(iss=None), "none of auth.issuers"),
        (Signer("stranger-tokens", "ES256").sign(claims(URL, WALL)), "did not sign it"),
    ],
)
async def test_a_token_that_nobody_vouches_for_is_refused(bad: str, says: str):
    with pytest.raises(InvalidCredential, match=says) as refused:
        await Stand().client(bad)
    assert "evil" not in refused.value.message
