"""The way out to a caller: head and body of a whole answer in one write."""

from asyncio import Transport


class Outlet:
    """A transport that can hold one write back until the next.

    uvicorn writes head and body one by one, and each write is a system call and a wake-up of
    the caller's machine. After `hold`, the next write waits for the one that follows it.
    """

    __slots__ = (
        "_held",
        "_holding",
        "_transport",
        "abort",
        "get_extra_info",
        "is_closing",
        "pause_reading",
        "resume_reading",
        "set_protocol",
    )

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._holding = False
        self._held = b""
        self.abort = transport.abort
        self.get_extra_info = transport.get_extra_info
        self.is_closing = transport.is_closing
        self.pause_reading = transport.pause_reading
        self.resume_reading = transport.resume_reading
        self.set_protocol = transport.set_protocol

    def hold(self) -> None:
        """Keep the next write back until the one after it, or until `flush` or `close`."""
        self._holding = True

    def write(self, data: bytes) -> None:
        """Write `data`, and before it what was held back."""
        if self._holding:
            self._holding = False
            self._held = data
        elif self._held:
            held, self._held = self._held, b""
            self._transport.writelines((held, data))
        else:
            self._transport.write(data)

    def flush(self) -> None:
        """Write what was held back, where no other write is to follow."""
        if self._held:
            self.write(b"")

    def close(self) -> None:
        """Write what was held back and close when it is sent."""
        self.flush()
        self._transport.close()
