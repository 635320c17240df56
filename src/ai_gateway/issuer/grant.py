"""The client credentials grant (RFC 6749, 4.4) as Cognito answers it."""

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote_plus

import msgspec

from ai_gateway.auth.gateway_keys import GatewayKeys
from ai_gateway.auth.settings import ADMIN, INVOKE

_SCOPES = {INVOKE: "invoke", ADMIN: "admin"}


class Grant(msgspec.Struct, frozen=True):
    """Whom a token may be given, and with which scopes."""

    client: str
    scopes: frozenset[str]


class GrantRefused(Exception):
    """No token is given; `code` is RFC 6749's, `client` the one that asked if it said so."""

    def __init__(self, code: str, why: str, client: str = "", *, basic: bool = False) -> None:
        super().__init__(why)
        self.code = code
        self.why = why
        self.client = client
        self.status = 401 if basic else 400


def granted(body: bytes, authorization: str | None, keys: GatewayKeys) -> Grant:
    """Return what a request for a token is granted.

    The client shows its name and its gateway key, in `Authorization: Basic` or in the form. It
    gets the scopes that it asks for, or all of its key's. Raises `GrantRefused`.
    """
    form = _form(body)
    if form.get("grant_type") != "client_credentials":
        raise GrantRefused("unsupported_grant_type", "expected grant_type=client_credentials")
    basic = authorization is not None
    client, secret = _shown(authorization) if authorization is not None else _in_form(form)
    found = keys.find(secret.encode()) if secret.isascii() else None
    if found is None or found[1].client != client or keys.is_disabled(client):
        raise GrantRefused(
            "invalid_client", "no such client, or not with this key", client[:80], basic=basic
        )
    return Grant(client, _scopes(form.get("scope"), found[1].scopes, client))


def _scopes(asked: str | None, held: frozenset[str], client: str) -> frozenset[str]:
    if not asked:
        return held
    scopes = {_SCOPES.get(scope) for scope in asked.split(" ")}
    if not scopes <= held:
        raise GrantRefused("invalid_scope", "the client's key is not good for the scope", client)
    return frozenset(scope for scope in scopes if scope is not None)


def _form(body: bytes) -> Mapping[str, str]:
    try:
        fields = parse_qs(body.decode("utf-8"), strict_parsing=True, max_num_fields=16)
    except ValueError as error:
        raise GrantRefused("invalid_request", "the body is no form") from error
    if any(len(values) > 1 for values in fields.values()):
        raise GrantRefused("invalid_request", "a field came twice")
    return {name: values[0] for name, values in fields.items()}


def _in_form(form: Mapping[str, str]) -> tuple[str, str]:
    return form.get("client_id", ""), form.get("client_secret", "")


def _shown(authorization: str) -> tuple[str, str]:
    scheme, _, value = authorization.partition(" ")
    try:
        decoded = base64.b64decode(value, validate=True).decode("utf-8")
    except (ValueError, binascii.Error):
        decoded = ""
    client, colon, secret = decoded.partition(":")
    if scheme.lower() != "basic" or not colon:
        raise GrantRefused("invalid_client", "Authorization is not Basic, NAME:KEY", basic=True)
    return unquote_plus(client), unquote_plus(secret)
