"""The transport's client for tests: answers what it is told, and keeps what it was asked."""

import asyncio

from ai_gateway.core.headers import HeaderPairs
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TransportError
from ai_gateway.transport.request import Request
from ai_gateway.transport.response import Response, ResponseBody


class Source:
    """What a body would be read from: notes that the body was given back."""

    def __init__(self) -> None:
        self.abandoned = False

    def resume(self, body: ResponseBody) -> None:
        """Have nothing more to read."""

    def abandon(self, body: ResponseBody) -> None:
        """Note it."""
        self.abandoned = True


def body_of(*pieces: bytes, error: TransportError | None = None) -> tuple[ResponseBody, Source]:
    """Return a body of `pieces` that then ends, or is cut short by `error`, and its source."""
    source = Source()
    body = ResponseBody(source)
    for piece in pieces:
        body.feed(piece)
    if error is None:
        body.end()
    else:
        body.fail(error)
    return body, source


def response(
    status: int,
    media: bytes | None,
    *pieces: bytes,
    fields: HeaderPairs | None = None,
    error: TransportError | None = None,
) -> Response:
    """Return an answer with this content type, these other fields and these pieces of a body."""
    headers = [] if media is None else [(b"content-type", media)]
    headers += fields or []
    length = next((int(value) for name, value in headers if name == b"content-length"), None)
    return Response(status, headers, length, body_of(*pieces, error=error)[0])


class ScriptedClient(Client):
    """Gives one answer after another, each once `release` is set; an error is raised."""

    def __init__(self, *answers: Response | TransportError) -> None:
        self._answers = list(answers)
        self.requests: list[Request] = []
        self.release = asyncio.Event()
        self.release.set()

    async def send(self, request: Request) -> Response:
        """Keep `request` and give the next answer."""
        self.requests.append(request)
        await self.release.wait()
        answer = self._answers.pop(0)
        if isinstance(answer, TransportError):
            raise answer
        return answer

    async def aclose(self) -> None:
        """Hold nothing."""
