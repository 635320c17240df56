"""What stands in for uvicorn, for a caller's connection and for the rest of the journey."""

import asyncio
import contextlib
import io
from collections.abc import AsyncGenerator, Callable, MutableMapping
from http.client import HTTPResponse
from itertools import count
from typing import Any, cast

from uvicorn import Config
from uvicorn.server import ServerState

from ai_gateway.background.supervisor import Supervisor
from ai_gateway.core.call import Call
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.reply import Reply
from ai_gateway.core.stage import Proceed
from ai_gateway.dialects.builtin import DIALECTS
from ai_gateway.edge.endpoint import CallEndpoint
from ai_gateway.edge.intake import Intake
from ai_gateway.edge.protocol import bounded
from ai_gateway.edge.render import Renderer
from ai_gateway.edge.sender import ReplySender
from ai_gateway.edge.settings import EdgeSettings
from ai_gateway.edge.state import EdgeState

Message = MutableMapping[str, Any]

OK = Reply(status=200, headers=[(b"content-type", b"application/json")], body=b'{"a":1}')
EVENTS: HeaderPairs = [(b"content-type", b"text/event-stream")]


def numbered() -> Callable[[], str]:
    """Return a source of request ids: call-1, call-2 and so on."""
    numbers = count(1)
    return lambda: f"call-{next(numbers)}"


def renderer() -> Renderer:
    return Renderer(DIALECTS, numbered())


def event_stream(body: "Pieces") -> Reply:
    return Reply(status=200, headers=EVENTS, body=body, event_stream=True)


class Pieces:
    """A body that gives `steps` one by one; an exception among them is raised.

    An event among them is waited for, and `reached` is set before that.
    """

    def __init__(self, *steps: bytes | BaseException | asyncio.Event) -> None:
        self._steps = list(steps)
        self.reached = asyncio.Event()
        self.closed = 0

    def __aiter__(self) -> "Pieces":
        return self

    async def __anext__(self) -> bytes:
        while self._steps:
            step = self._steps.pop(0)
            if isinstance(step, bytes):
                return step
            if isinstance(step, BaseException):
                raise step
            self.reached.set()
            await step.wait()
        raise StopAsyncIteration

    async def aclose(self) -> None:
        self.closed += 1


class Sent:
    """An ASGI `send` that keeps what it is given; while `open` is cleared it waits."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.blocked = asyncio.Event()
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, message: Message) -> None:
        if not self.open.is_set():
            self.blocked.set()
        async with asyncio.timeout(5):  # so that a test which fails does not hang
            await self.open.wait()
        self.messages.append(message)

    @property
    def status(self) -> int:
        return self.messages[0]["status"]

    @property
    def fields(self) -> dict[bytes, bytes]:
        return dict(self.messages[0]["headers"])

    @property
    def pieces(self) -> list[bytes]:
        """What was sent of the body, piece by piece, the empty ones left out."""
        bodies = [one["body"] for one in self.messages if one["type"] == "http.response.body"]
        return [body for body in bodies if body]

    @property
    def ended(self) -> bool:
        last = self.messages[-1]
        return last["type"] == "http.response.body" and not last["more_body"]


class Inbox:
    """An ASGI `receive` that hands out `messages` and counts how often it was asked."""

    def __init__(self, *messages: Message) -> None:
        self._messages = list(messages)
        self.asked = 0

    async def __call__(self) -> Message:
        self.asked += 1
        return self._messages.pop(0)


def piece(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def left() -> Message:
    return {"type": "http.disconnect"}


class Wire:
    """The transport of one connection, without a socket."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.closed = False
        self.aborted = False
        self.reading = True
        self._changed = asyncio.Event()

    @property
    def sent(self) -> bytes:
        return b"".join(self.writes)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until `condition` holds; it is looked at after each write and close."""
        async with asyncio.timeout(5):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    def write(self, data: bytes) -> None:
        self.writes.append(data)
        self._changed.set()

    def writelines(self, pieces: tuple[bytes, ...]) -> None:
        self.write(b"".join(pieces))

    def close(self) -> None:
        self.closed = True
        self._changed.set()

    def abort(self) -> None:
        self.aborted = True

    def is_closing(self) -> bool:
        return self.closed or self.aborted

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def get_extra_info(self, name: str, default: object = None) -> object:
        return default

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        raise AssertionError("no connection is ever given to another protocol")


class Connection:
    """A caller's connection: the real protocol on a fake wire, in front of `app`.

    `sections` are settings of the edge, such as `max_headers`.
    """

    def __init__(self, app: Any, **sections: object) -> None:
        settings = EdgeSettings.model_validate(sections)
        protocol = bounded(settings, renderer())
        self.server = ServerState()
        config = Config(app, http=protocol, ws="none", lifespan="off", log_config=None)
        self.wire = Wire()
        self.protocol = protocol(config, self.server, {})
        self.protocol.connection_made(cast("asyncio.Transport", self.wire))

    def feed(self, *segments: bytes) -> None:
        for segment in segments:
            self.protocol.data_received(segment)

    def lose(self) -> None:
        """Lose the connection as a caller does that goes away."""
        self.wire.closed = True
        self.protocol.connection_lost(None)

    async def quiet(self) -> None:
        """Wait until every call has ended."""
        async with asyncio.timeout(5):
            while self.server.tasks:
                await asyncio.wait(list(self.server.tasks))

    def answers(self, *methods: str) -> list[tuple[HTTPResponse, bytes]]:
        """Return what was written, as an HTTP client reads it: one answer for each method."""
        return parsed(self.wire.sent, *methods)


@contextlib.asynccontextmanager
async def connected(app: Any, **sections: object) -> AsyncGenerator[Connection]:
    """Give a connection, lose it in the end, and see that no call outlives it."""
    connection = Connection(app, **sections)
    try:
        yield connection
    finally:
        if connection.protocol in connection.server.connections:
            connection.lose()
        await connection.quiet()


class _Buffer(io.BytesIO):
    """Outlives the response that reads it, as a connection does."""

    def close(self) -> None:
        pass


class _Socket:
    def __init__(self, stream: _Buffer) -> None:
        self._stream = stream

    def makefile(self, mode: str) -> _Buffer:
        return self._stream


def parsed(data: bytes, *methods: str) -> list[tuple[HTTPResponse, bytes]]:
    """Read `data` as an HTTP client does: one answer for each method asked with, no more."""
    stream = _Buffer(data)
    answers: list[tuple[HTTPResponse, bytes]] = []
    for method in methods or ("GET",):
        response = HTTPResponse(cast("Any", _Socket(stream)), method=method)
        response.begin()
        answers.append((response, response.read()))
    assert stream.read() == b""
    return answers


class Gate:
    """An endpoint in front of `journey`, the calls that went through, and what it was made of."""

    def __init__(self, journey: Proceed, **sections: object) -> None:
        settings = EdgeSettings.model_validate(sections)
        self.state = EdgeState()
        self.supervisor = Supervisor()
        self.calls: list[Call] = []
        self._journey = journey
        rendered = self.renderer = renderer()
        self.endpoint = CallEndpoint(
            Intake(settings, lambda: 1.5),
            self._noted,
            ReplySender(rendered, self.state, self.supervisor, settings.comment_interval),
            rendered,
            self.state,
            settings.max_calls,
        )

    async def _noted(self, call: Call) -> Reply:
        self.calls.append(call)
        return await self._journey(call)
