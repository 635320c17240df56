"""From header fields to a principal."""

import msgspec

from ai_gateway.auth.claims import Identity
from ai_gateway.auth.directory import Directory
from ai_gateway.auth.gateway_key import PREFIX, HeldKey
from ai_gateway.auth.gateway_keys import GatewayKeys
from ai_gateway.auth.presented import presented
from ai_gateway.auth.settings import Scope
from ai_gateway.auth.tokens import Tokens
from ai_gateway.core.errors import InvalidCredential, NotPermitted
from ai_gateway.core.headers import Headers
from ai_gateway.core.principal import Principal

LOCAL = "local"
"""The name of the gateway's own issuer; its tokens name clients as the configuration does."""

_AUTHENTICATE = b"www-authenticate"
_CHALLENGE = b'Bearer realm="ai-gateway"'


class Caller(msgspec.Struct, frozen=True):
    """Who calls, and the header fields that are left of the call without its credential."""

    principal: Principal
    headers: Headers


class Roster:
    """Who credentials belong to: the directory of now, replaced as a whole at reload."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def of_token(self, identity: Identity) -> Principal:
        """Return who a token belongs to. Raises `NotPermitted` for a client that is off."""
        if identity.issuer == LOCAL:
            client = self.directory.named(identity.client_id)
        else:
            client = self.directory.of_token(identity.issuer, identity.client_id)
        _require_enabled(client.name, disabled=not client.enabled)
        return Principal(
            client=client.name,
            id=identity.client_id,
            credential="token",
            issuer=identity.issuer,
            scopes=client.effective(identity.scopes),
            groups=client.groups,
            policy=client.policy,
        )

    def of_key(self, name: str, key: HeldKey) -> Principal:
        """Return who the gateway key `name` belongs to. Raises `NotPermitted` likewise."""
        client = self.directory.named(key.client)
        _require_enabled(client.name, disabled=not client.enabled)
        return Principal(
            client=client.name,
            id=name,
            credential="key",
            issuer="ai-gateway",
            scopes=client.effective(key.scopes),
            groups=client.groups,
            policy=client.policy,
        )


class Identifier:
    """Tells who calls, by a token or by a gateway key."""

    def __init__(self, tokens: Tokens, keys: GatewayKeys, roster: Roster) -> None:
        self._tokens = tokens
        self._keys = keys
        self._roster = roster
        self._holders: dict[tuple[str, HeldKey], Principal] = {}

    def use(self, directory: Directory) -> None:
        """Know other clients from the next call on; calls in flight go on as they are."""
        self._roster.directory = directory
        self._tokens.forget()
        self._holders.clear()

    async def identify(self, headers: Headers, scope: Scope) -> Caller:
        """Return who calls, where its credential is good for `scope`.

        What is left of the header fields holds no credential of the gateway's, and one of a
        provider's only where the client's policy lets it bring its own. Raises
        `InvalidCredential`, `NotPermitted`, `IssuerUnavailable`; the first two say in
        `WWW-Authenticate` what would do (RFC 6750, 3).
        """
        try:
            credential, rest, vendors = presented(headers)
        except InvalidCredential as refusal:
            refusal.headers.append((_AUTHENTICATE, _CHALLENGE))
            raise
        try:
            if credential.startswith(PREFIX):
                principal = self._holder(credential)
            else:
                principal = await self._tokens.identify(credential)
        except InvalidCredential as refusal:
            refusal.headers.append((_AUTHENTICATE, _CHALLENGE + b', error="invalid_token"'))
            raise
        _require_enabled(principal.client, disabled=self._keys.is_disabled(principal.client))
        if scope not in principal.scopes:
            raise _out_of_scope(principal.client, scope)
        if vendors and principal.policy.own_keys:
            rest += vendors
        return Caller(principal, Headers(rest))

    def _holder(self, text: bytes) -> Principal:
        found = self._keys.bearer(text)
        if found is None:
            raise InvalidCredential(
                "The gateway key is not good: it is unknown, removed or expired. Ask the operator "
                "for a new one, of `ai-gateway clients rotate`."
            )
        holder = self._holders.get(found)
        if holder is None:
            holder = self._holders[found] = self._roster.of_key(*found)
        return holder


def _require_enabled(client: str, *, disabled: bool) -> None:
    if disabled:
        raise NotPermitted(
            f"The client {client} is disabled. The operator enables it with `ai-gateway clients "
            "enable`, or by `enabled` in the section clients."
        )


def _out_of_scope(client: str, scope: Scope) -> NotPermitted:
    refusal = NotPermitted(
        f"The credential of {client} is not good for this: it lacks the scope {scope}. Use one "
        "that has it, or ask the operator to grant it."
    )
    refusal.headers.append(
        (
            _AUTHENTICATE,
            b'%b, error="insufficient_scope", scope="%b"' % (_CHALLENGE, scope.encode()),
        )
    )
    return refusal
