"""Verifies tokens, each once: what was verified is remembered until it ends."""

from collections.abc import Callable, Iterable
from hashlib import sha256

import msgspec

from ai_gateway.auth.claims import Identity, Judge, claimed_issuer, refused
from ai_gateway.auth.issuer_keys import IssuerKeys
from ai_gateway.auth.jwk import unverified
from ai_gateway.core.principal import Principal

_MOST_REMEMBERED = 16_384
"""Tokens; 10,000 clients with one each fit, in about 20 MB."""


class TrustedIssuer(msgspec.Struct, frozen=True):
    """An issuer whose tokens are good: what they say in `iss`, its keys, and its judge."""

    url: str
    keys: IssuerKeys
    judge: Judge


class Tokens:
    """Tells who a token belongs to.

    A token is remembered by the SHA-256 of all of it: what merely begins like another one is
    another one. It is forgotten when it expires or when its issuer's keys are to be asked for
    again, whichever is first. `principal_of` says who an identity is; `clock` is monotonic,
    `wall` in seconds since 1970.
    """

    def __init__(
        self,
        issuers: Iterable[TrustedIssuer],
        principal_of: Callable[[Identity], Principal],
        clock: Callable[[], float],
        wall: Callable[[], float],
        most: int = _MOST_REMEMBERED,
    ) -> None:
        self._issuers = {issuer.url: issuer for issuer in issuers}
        self._principal_of = principal_of
        self._clock = clock
        self._wall = wall
        self._most = most
        self._remembered: dict[bytes, tuple[float, Principal]] = {}

    def forget(self) -> None:
        """Judge every token anew: what its client may do has changed."""
        self._remembered.clear()

    async def identify(self, token: bytes) -> Principal:
        """Return who holds the token.

        Raises `InvalidCredential`, and `IssuerUnavailable` where its issuer's keys cannot be
        had.
        """
        digest = sha256(token).digest()
        known = self._remembered.get(digest)
        if known is not None:
            if self._clock() < known[0]:
                return known[1]
            del self._remembered[digest]
        return await self._verify(token, digest)

    async def _verify(self, token: bytes, digest: bytes) -> Principal:
        said = unverified(token)
        if said is None:
            raise refused("it is no signed token")
        issuer = self._issuers.get(claimed_issuer(said.payload) or "")
        if issuer is None:
            raise refused("its issuer (`iss`) is none of auth.issuers")
        # One message for all three: who guesses learns nothing of which keys there are.
        unsigned = refused("its issuer did not sign it, or not with a key that is still good")
        if said.kid is None:
            raise unsigned
        key = await issuer.keys.key(said.kid)
        payload = None if key is None else key.payload(token)
        if payload is None:
            raise unsigned
        now = self._wall()
        identity = issuer.judge.judge(payload, now)
        principal = self._principal_of(identity)
        until = min(self._clock() + identity.expires - now, issuer.keys.good_until)
        if len(self._remembered) >= self._most:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[digest] = (until, principal)
        return principal
