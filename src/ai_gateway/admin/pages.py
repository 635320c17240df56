"""What the admin listener answers."""

from collections.abc import Callable, Mapping, Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

Status = Callable[[], Mapping[str, object]]
"""Gives everything that an operator may know of this replica: no credential, no content."""


def build_admin(ready: Callable[[], bool], status: Status, more: Sequence[Route] = ()) -> Starlette:
    """Return the ASGI application of the admin listener.

    `/health` answers while the process lives, `/ready` 503 while it drains, `/status` in
    detail. `more` is what else there is to ask.
    """

    async def health(request: Request) -> JSONResponse:
        del request
        return JSONResponse({"status": "ok"})

    async def readiness(request: Request) -> JSONResponse:
        del request
        if ready():
            return JSONResponse({"status": "ready"})
        return JSONResponse({"status": "draining"}, status_code=503)

    async def detail(request: Request) -> JSONResponse:
        del request
        return JSONResponse(dict(status()))

    return Starlette(
        routes=[
            Route("/health", health),
            Route("/ready", readiness),
            Route("/status", detail),
            *more,
        ]
    )
