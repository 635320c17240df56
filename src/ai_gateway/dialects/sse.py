r"""Server-sent events: where one ends, and what it says.

The grammar is WHATWG's: a line ends with \n, \r\n or \r, and an empty line ends an event.
"""

from collections.abc import Iterator

import msgspec

from ai_gateway.core.errors import ProviderMisbehaved

MEDIA = b"text/event-stream"

# One event of OpenAI's image tool carries a whole picture in base64, and the last event of a
# response repeats them all: a few MiB each. What is larger than this has no end.
LONGEST_EVENT = 16 * 1024 * 1024
"""Bytes of one unfinished event that are kept, at most."""

# Any two of these bytes in a row end a line and then an empty one, but for \r\n, which is one
# line end. Where the second is \r, a \n may follow that belongs to it.
_EMPTY_LINES = (b"\n\n", b"\n\r", b"\r\r")

# How nearly every piece ends that a provider sends, so that it can pass on as it is.
_USUAL_ENDS = (b"\n\n", b"\r\n\r\n")


class Event(msgspec.Struct, frozen=True):
    r"""One event: the name of its `event:` line, b"" without one, and its data joined by \n."""

    name: bytes
    data: bytes


def read_events(block: bytes) -> Iterator[Event]:
    """Yield the events of `block` that carry data, the last one even if no empty line ends it.

    Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
    """
    name = b""
    data: list[bytes] = []
    for line in (*block.splitlines(), b""):
        if line:
            field, _, value = line.partition(b":")
            if field == b"data":
                data.append(value.removeprefix(b" "))
            elif field == b"event":
                name = value.removeprefix(b" ")
            continue
        if data:
            yield Event(name, b"\n".join(data))
        name = b""
        data.clear()


class Framer:
    """Cuts a stream of bytes behind whole events, touching each byte a bounded number of times."""

    __slots__ = ("_tail",)

    def __init__(self) -> None:
        self._tail = bytearray()

    def feed(self, piece: bytes) -> bytes:
        """Return everything up to the last event that `piece` completes, b"" where none is.

        Raises `ProviderMisbehaved` where an event outgrows `LONGEST_EVENT`.
        """
        tail = self._tail
        if not tail and piece.endswith(_USUAL_ENDS):
            return piece
        end = _end_of_events(tail, piece)
        if not end:
            self._keep(piece)
            return b""
        if not tail:
            whole = piece[:end]
        else:
            tail += piece[:end]
            whole = bytes(tail)
            tail.clear()
        self._keep(piece[end:])
        return whole

    def finish(self) -> bytes:
        """Return what is left: the beginning of an event, or b""."""
        tail = bytes(self._tail)
        self._tail.clear()
        return tail

    def _keep(self, piece: bytes) -> None:
        self._tail += piece
        if len(self._tail) > LONGEST_EVENT:
            raise ProviderMisbehaved(
                f"The provider sent {len(self._tail)} bytes of one event of its stream without"
                f" an empty line to end it; at most {LONGEST_EVENT} are expected. Ask again, and"
                " report it to the provider if it happens again."
            )


def _end_of_events(tail: bytearray, piece: bytes) -> int:
    """Return the index in `piece` just behind its last empty line, 0 where it completes none."""
    start = max(map(piece.rfind, _EMPTY_LINES)) if b"\r" in piece else piece.rfind(b"\n\n")
    if start >= 0:
        end = start + 2
    elif bytes(tail[-1:]) + piece[:1] in _EMPTY_LINES:
        end = 1
    else:
        return 0
    if piece[end - 1 : end + 1] == b"\r\n":
        end += 1
    return end
