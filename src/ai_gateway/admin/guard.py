"""Lets operators in whose credential is good for the admin listener, and nobody else."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.responses import JSONResponse

from ai_gateway.auth.audit import AuditLog, Event
from ai_gateway.auth.identifier import Identifier
from ai_gateway.core.errors import GatewayError
from ai_gateway.core.headers import Headers

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
"""An ASGI application."""

OPEN = frozenset(
    {
        *("/health", "/ready"),
        # The local issuer's: whoever asks it for a token shows another credential.
        *("/oauth2/token", "/.well-known/jwks.json", "/.well-known/openid-configuration"),
    }
)
"""Paths that need no credential. Everything else does, also what comes later."""

_LOOKING = frozenset({"GET", "HEAD"})


class Guard:
    """Stands in front of the admin listener's application.

    Every refusal and every request that may change something is in the audit before it is
    answered.
    """

    def __init__(self, app: Application, identifier: Identifier, audit: AuditLog) -> None:
        self._app = app
        self._identifier = identifier
        self._audit = audit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["path"] in OPEN:
            await self._app(scope, receive, send)
            return
        try:
            caller = await self._identifier.identify(Headers(scope["headers"]), "admin")
        except GatewayError as refusal:
            self._note(scope, refusal.code, why=refusal.message)
            await _refused(refusal)(scope, receive, send)
            return
        if scope["method"] not in _LOOKING:
            self._note(scope, "done", who=caller.principal.client)
        await self._app(scope, receive, send)

    def _note(self, scope: Scope, outcome: str, *, who: str = "", why: str = "") -> None:
        client = scope.get("client")
        self._audit.note(
            Event(
                what="admin",
                outcome=outcome,
                who=who,
                on=f"{scope['method']} {scope['path'][:200]}",
                why=why,
                peer=client[0] if client else "",
            )
        )


def _refused(refusal: GatewayError) -> JSONResponse:
    fields = {name.decode(): value.decode() for name, value in refusal.headers}
    if refusal.retry_after is not None:
        fields["retry-after"] = str(refusal.retry_after)
    body = {"error": {"code": refusal.code, "message": refusal.message}}
    return JSONResponse(body, refusal.status, fields)
