"""Bodies that arrive in pieces."""

from typing import Protocol


class ByteStream(Protocol):
    """A body in pieces, read once by one reader.

    `__anext__` returns the next non-empty piece and ends with `StopAsyncIteration` only where
    the body is complete. Anything that cut it short is raised as a
    `ai_gateway.core.errors.GatewayError`, never shown as a clean end. It may be cancelled at
    any moment. `aclose` gives back whatever feeds the stream; it is idempotent, may be called
    before the end and while nobody reads, and never raises.
    """

    def __aiter__(self) -> "ByteStream": ...

    async def __anext__(self) -> bytes: ...

    async def aclose(self) -> None:
        """Give back whatever feeds the stream."""
        ...


Body = bytes | ByteStream
"""A whole body, or one that arrives in pieces."""
