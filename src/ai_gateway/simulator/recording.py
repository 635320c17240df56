"""What the simulator saw, for tests to look at."""

import asyncio
from collections import deque
from collections.abc import Callable

import msgspec

from ai_gateway.simulator.request import Request

# A test looks at the last few requests; a benchmark must not fill the memory.
_REQUESTS = 1000
_BODY_BYTES = 1_048_576


class RecordedRequest(msgspec.Struct, frozen=True):
    """One request as it arrived; `headers` keeps repeated fields, `body` its first MiB."""

    method: str
    path: str
    query: str
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Recording:
    """The requests that came, and how the calls that carried them stand.

    `requests` has the newest last and forgets those before the last thousand. A call is open
    from its header fields to the last byte of its answer. It counts as cancelled when the caller
    left in between.
    """

    def __init__(self) -> None:
        self.requests: deque[RecordedRequest] = deque(maxlen=_REQUESTS)
        self.open_calls = 0
        self.cancelled_calls = 0
        self._watchers: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []

    def opened(self) -> None:
        """Note that a call has begun."""
        self.open_calls += 1
        self._changed()

    def received(self, request: Request, headers: list[tuple[bytes, bytes]]) -> None:
        """Keep a request whose body is here."""
        body = request.body[:_BODY_BYTES]
        self.requests.append(
            RecordedRequest(request.method, request.path, request.query, headers, body)
        )
        self._changed()

    def closed(self, *, cancelled: bool) -> None:
        """Note that a call has ended."""
        self.open_calls -= 1
        self.cancelled_calls += cancelled
        self._changed()

    async def wait_until(self, predicate: Callable[[], bool]) -> None:
        """Return as soon as `predicate`, looked at after each change, is true."""
        if predicate():
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        watcher = (predicate, future)
        self._watchers.append(watcher)
        try:
            await future
        finally:
            self._watchers.remove(watcher)

    def _changed(self) -> None:
        for predicate, future in self._watchers:
            if not future.done() and predicate():
                future.set_result(None)
