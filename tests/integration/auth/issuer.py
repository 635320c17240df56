"""An issuer on port 0 whose keys a test can change, take away and count the fetches of."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ai_gateway.edge.server import Listener, listen
from tests.signers import Signer

KEYS = "/.well-known/jwks.json"


class PretendedIssuer:
    """What it serves, and what it was asked for."""

    def __init__(self, *signers: Signer) -> None:
        self.url = ""
        self.signers = list(signers)
        self.down = False
        self.asked: list[str] = []

    def app(self) -> Starlette:
        """Return the discovery document and the keys as an application."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route(KEYS, self._keys),
            ]
        )

    async def _discovery(self, request: Request) -> Response:
        return self._answer(request, {"issuer": self.url, "jwks_uri": f"{self.url}{KEYS}"})

    async def _keys(self, request: Request) -> Response:
        return self._answer(request, {"keys": [signer.jwk() for signer in self.signers]})

    def _answer(self, request: Request, document: object) -> Response:
        self.asked.append(request.url.path)
        return Response(status_code=503) if self.down else JSONResponse(document)


@asynccontextmanager
async def issuing(*signers: Signer) -> AsyncGenerator[PretendedIssuer]:
    """Run an issuer with these keys until the block is left."""
    issuer = PretendedIssuer(*signers)
    bound = listen("127.0.0.1", 0)
    issuer.url = f"http://127.0.0.1:{bound.getsockname()[1]}"
    listener = Listener(issuer.app())
    task = asyncio.create_task(listener.serve(bound))
    await listener.started()
    try:
        yield issuer
    finally:
        listener.cut()
        await task
