"""What a verified token says, judged by what its issuer's settings expect."""

from collections.abc import Sequence
from typing import cast
from urllib.parse import urlsplit

import msgspec

from ai_gateway.auth.settings import IssuerSettings
from ai_gateway.core.errors import InvalidCredential

_LAST_INSTANT = 253402300800
"""The end of the year 9999, in seconds since 1970."""


class _Claims(msgspec.Struct):
    # Any JSON is taken, so that what is wrong with it can be said.
    iss: object = None
    exp: object = None
    nbf: object = None
    iat: object = None
    aud: object = None
    scope: object = None
    scp: object = None
    token_use: object = None


_CLAIMS = msgspec.json.Decoder(_Claims)
_ALL = msgspec.json.Decoder(dict[str, object])


class Identity(msgspec.Struct, frozen=True):
    """What a good token proves; it ends at `expires`, in seconds since 1970."""

    issuer: str
    client_id: str
    scopes: frozenset[str]
    expires: float


def claimed_issuer(payload: bytes) -> str | None:
    """Return what a payload says of its issuer, believed or not; None where it says nothing."""
    try:
        issuer = _CLAIMS.decode(payload).iss
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return issuer if isinstance(issuer, str) else None


class Judge:
    """Judges the claims of one issuer's tokens once their signature is known to be good.

    `leeway` is in seconds. A token that is good to call models carries the scope `invoke` in
    the result, one for the admin listener `admin`; the names that the issuer gives them stand
    in its settings.
    """

    def __init__(self, name: str, settings: IssuerSettings, leeway: float) -> None:
        self._name = name
        self._settings = settings
        self._leeway = leeway
        self._token_use = settings.token_use or ("access" if is_cognito(settings.url) else None)

    def judge(self, payload: bytes, now: float) -> Identity:
        """Return what the token proves at `now`. Raises `InvalidCredential` with the reason."""
        try:
            claims, every = _CLAIMS.decode(payload), _ALL.decode(payload)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise refused("its payload is no JSON object") from error
        if claims.iss != self._settings.url:
            raise refused("its issuer is another one than its key's")
        expires = self._within(claims, now)
        self._meant_for_us(claims)
        client_id = every.get(self._settings.client_claim)
        if not isinstance(client_id, str) or not client_id:
            raise refused(f"it names no client (`{self._settings.client_claim}`)")
        return Identity(self._name, client_id, self._scopes(claims), expires)

    def _within(self, claims: _Claims, now: float) -> float:
        expires = _instant(claims.exp, "exp")
        if expires is None:
            raise refused("it never expires (`exp`)")
        if now >= expires + self._leeway:
            raise refused(f"it expired {now - expires:.0f} seconds ago")
        for name, value in (("nbf", claims.nbf), ("iat", claims.iat)):
            begins = _instant(value, name)
            if begins is not None and begins > now + self._leeway:
                raise refused(f"it is good in {begins - now:.0f} seconds only (`{name}`)")
        return expires + self._leeway

    def _meant_for_us(self, claims: _Claims) -> None:
        audience = self._settings.audience
        if audience is not None and audience not in _words(claims.aud, split=False):
            raise refused(f"its audience (`aud`) is not {audience}")
        if claims.token_use is not None or self._token_use is not None:
            expected = self._token_use or "access"
            if claims.token_use != expected:
                raise refused(f"its `token_use` is not {expected}")

    def _scopes(self, claims: _Claims) -> frozenset[str]:
        said = _words(claims.scope if claims.scope is not None else claims.scp, split=True)
        known = {self._settings.scope: "invoke", self._settings.admin_scope: "admin"}
        return frozenset(known[scope] for scope in said if scope in known)


def is_cognito(url: str) -> bool:
    """Tell whether an issuer is a user pool of Cognito's."""
    host = urlsplit(url).hostname or ""
    return host.startswith("cognito-idp.") and host.endswith(
        (".amazonaws.com", ".amazonaws.com.cn")
    )


def refused(reason: str) -> InvalidCredential:
    """Return the refusal of a token; `reason` never holds a part of it."""
    return InvalidCredential(
        f"The token is not good: {reason}. Get a new one from its issuer, "
        "with `ai-gateway token` for example."
    )


def _instant(value: object, name: str) -> float | None:
    if value is None:
        return None
    # To Python, true is a number.
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and 0 <= value < _LAST_INSTANT
    ):
        return value
    raise refused(f"its `{name}` is no time in seconds")


def _words(value: object, *, split: bool) -> Sequence[str]:
    """Return the names of a claim that is one text or an array of texts."""
    if isinstance(value, str):
        return value.split(" ") if split else [value]
    if isinstance(value, list):
        return [word for word in cast("list[object]", value) if isinstance(word, str)]
    return []
