"""Asks an issuer where its endpoints are, and for its keys (OpenID Connect Discovery 1.0)."""

from collections.abc import Mapping
from typing import Any

import msgspec

from ai_gateway.auth.issuer_keys import KeysNotFetched
from ai_gateway.auth.jwk import VerificationKey, read_keys
from ai_gateway.auth.settings import IssuerSettings
from ai_gateway.auth.web import NoAnswer, get
from ai_gateway.transport.client import Client


class Discovery(msgspec.Struct, frozen=True):
    """What an issuer says of itself; it has a token endpoint where it gives tokens to programs."""

    issuer: str
    jwks_uri: str
    token_endpoint: str | None = None


class _KeySet(msgspec.Struct):
    keys: list[dict[str, Any]]


_DISCOVERY = msgspec.json.Decoder(Discovery)
_KEY_SET = msgspec.json.Decoder(_KeySet)


async def discover(client: Client, url: str) -> Discovery:
    """Return what the issuer at `url` says of itself. Raises `NoAnswer`.

    What it names has to be as safe from others on the way as the issuer is.
    """
    address = url.rstrip("/") + "/.well-known/openid-configuration"
    try:
        found = _DISCOVERY.decode(await _read(client, address))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NoAnswer(f"{address} is no discovery document") from error
    if found.issuer != url:
        raise NoAnswer(f"{address} is of another issuer than {url}")
    for named in (found.jwks_uri, found.token_endpoint or found.jwks_uri):
        if url.startswith("https:") and not named.startswith("https:"):
            raise NoAnswer(f"{address} names an address without TLS")
    return found


class KeyFetcher:
    """Fetches the keys of one issuer through the gateway's own transport."""

    def __init__(self, client: Client, settings: IssuerSettings) -> None:
        self._client = client
        self._settings = settings

    async def __call__(self) -> Mapping[str, VerificationKey]:
        """Return the keys. Raises `KeysNotFetched`."""
        try:
            address = self._settings.jwks_uri
            if address is None:
                address = (await discover(self._client, self._settings.url)).jwks_uri
            keys = read_keys(_KEY_SET.decode(await _read(self._client, address)).keys)
        except NoAnswer as error:
            raise KeysNotFetched(str(error)) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise KeysNotFetched("the document of its keys is no JWK set") from error
        if not keys:
            raise KeysNotFetched(f"{address} has no key for RS256, PS256, ES256 or EdDSA")
        return keys


async def _read(client: Client, address: str) -> bytes:
    status, body = await get(client, address)
    if status != 200:
        raise NoAnswer(f"{address} answered {status}")
    return body
