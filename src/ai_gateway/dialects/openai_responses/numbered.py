"""The events of one stream, each with its place in the sequence."""

import msgspec

# Bound once: one call of it is most of what a delta costs.
_encode = msgspec.json.encode


class Numbered:
    """Writes server-sent events whose name is also their type."""

    __slots__ = ("_next",)

    def __init__(self) -> None:
        self._next = 0

    def event(self, kind: str, members: dict[str, object]) -> bytes:
        """Return the event `kind`."""
        body = _encode({"type": kind, **members, "sequence_number": self._next})
        self._next += 1
        return b"event: %b\ndata: %b\n\n" % (kind.encode(), body)

    def delta(self, frame: "DeltaFrame", text: str) -> bytes:
        """Return the event that `text` makes of `frame`."""
        number = self._next
        self._next = number + 1
        return b"%b%b%b%d}\n\n" % (frame.before, _encode(text), frame.after, number)


class DeltaFrame:
    """Everything of a delta's event but the text and the number, written once for each part."""

    __slots__ = ("after", "before")

    def __init__(self, kind: str, place: dict[str, object], after: bytes = b"") -> None:
        head = _encode({"type": kind, **place})[:-1]
        self.before = b'event: %b\ndata: %b,"delta":' % (kind.encode(), head)
        self.after = after + b',"sequence_number":'
