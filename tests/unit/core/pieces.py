"""A body in pieces for tests."""

from collections.abc import Iterable


class Pieces:
    """Gives its pieces one by one, then ends, or raises `error`; counts how often it is closed."""

    def __init__(self, pieces: Iterable[bytes] = (), error: BaseException | None = None) -> None:
        self._pieces = iter(pieces)
        self._error = error
        self.closed = 0

    def __aiter__(self) -> "Pieces":
        return self

    async def __anext__(self) -> bytes:
        for piece in self._pieces:
            return piece
        raise self._error or StopAsyncIteration

    async def aclose(self) -> None:
        """Note that it was closed."""
        self.closed += 1
