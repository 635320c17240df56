"""What the local issuer answers on the admin listener."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ai_gateway.auth.audit import AuditLog, Event
from ai_gateway.auth.gateway_keys import GatewayKeys
from ai_gateway.auth.settings import ADMIN, INVOKE
from ai_gateway.issuer.grant import GrantRefused, granted
from ai_gateway.issuer.signing import SigningKey

_LONGEST_FORM = 16 * 1024
_UNCACHED = {"cache-control": "no-store", "pragma": "no-cache"}  # RFC 6749, 5.1


@dataclass(frozen=True, slots=True)
class IssuedTokens:
    """What tokens say in `iss`, the seconds they are good for, the clock since 1970."""

    url: str
    lifetime: int
    wall: Callable[[], float]


class LocalIssuer:
    """Gives tokens to clients that show their gateway key, and tells how to verify them."""

    def __init__(
        self, key: SigningKey, keys: GatewayKeys, audit: AuditLog, issued: IssuedTokens
    ) -> None:
        self._key = key
        self._keys = keys
        self._audit = audit
        self._issued = issued

    def routes(self) -> list[Route]:
        """Return the routes, below the root of the listener."""
        return [
            Route("/oauth2/token", self._token, methods=["POST"]),
            Route("/.well-known/jwks.json", self._jwks),
            Route("/.well-known/openid-configuration", self._discovery),
        ]

    async def _token(self, request: Request) -> JSONResponse:
        try:
            body = await _read(request)
            grant = granted(body, request.headers.get("authorization"), self._keys)
        except GrantRefused as refusal:
            self._audit.note(_event(request, refusal))
            headers = dict(_UNCACHED)
            if refusal.status == 401:
                headers["www-authenticate"] = 'Basic realm="ai-gateway"'
            answer = {"error": refusal.code, "error_description": refusal.why}
            return JSONResponse(answer, refusal.status, headers)
        lifetime = self._issued.lifetime
        now = int(self._issued.wall())
        token = self._key.token(self._issued.url, grant.client, grant.scopes, now, lifetime)
        answer = {"access_token": token, "expires_in": lifetime, "token_type": "Bearer"}
        return JSONResponse(answer, headers=_UNCACHED)

    async def _jwks(self, request: Request) -> JSONResponse:
        del request
        return JSONResponse(self._key.jwks())

    async def _discovery(self, request: Request) -> JSONResponse:
        del request
        url = self._issued.url
        return JSONResponse(
            {
                "issuer": url,
                "token_endpoint": f"{url.rstrip('/')}/oauth2/token",
                "jwks_uri": f"{url.rstrip('/')}/.well-known/jwks.json",
                "grant_types_supported": ["client_credentials"],
                "response_types_supported": ["token"],
                "subject_types_supported": ["public"],
                "scopes_supported": [INVOKE, ADMIN],
                "token_endpoint_auth_methods_supported": [
                    "client_secret_basic",
                    "client_secret_post",
                ],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST_FORM:
            raise GrantRefused("invalid_request", f"the form is longer than {_LONGEST_FORM} bytes")
    return bytes(body)


def _event(request: Request, refusal: GrantRefused) -> Event:
    return Event(
        what="token",
        outcome=refusal.code,
        who=refusal.client,
        on=request.url.path,
        why=refusal.why,
        peer="" if request.client is None else request.client.host,
    )
