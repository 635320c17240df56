"""What the readers of all event streams do alike."""

from typing import ClassVar

import msgspec

from ai_gateway.core.errors import ProviderDied
from ai_gateway.core.usage import Usage
from ai_gateway.dialects import wire
from ai_gateway.dialects.sse import Event, Framer, read_events


class _Kind(msgspec.Struct):
    type: object = None
    error: object = None


_KIND = msgspec.json.Decoder(_Kind)


def text_bytes(events: bytes, members: tuple[bytes, ...]) -> int:
    """Return how many bytes of text the first of the JSON `members` holds that holds any.

    Each name is written `"text":`. Within a string every quotation mark is escaped, so that no
    text can look like a member. Searches alone, because this is asked of every chunk, and of
    the first member that is there alone, because a chunk is of one kind.
    """
    for member in members:
        count, at = 0, events.find(member)
        while at >= 0:
            start = at + len(member)
            # Some servers write a space there.
            start += events.startswith(b' "', start)
            if not events.startswith(b'"', start):
                at = events.find(member, start)
                continue
            end = events.find(b'"', start + 1)
            while end > 0 and events[end - 1] == _BACKSLASH:
                end = events.find(b'"', end + 1)
            if end < 0:
                break
            count += end - start - 1
            at = events.find(member, end)
        if count:
            return count
    return 0


_BACKSLASH = ord("\\")


class MeteredStream:
    """A stream reader that parses only events which show one of the dialect's signs.

    A chunk of text costs a few searches for short byte strings. A sign says where to look,
    never what is true: text may hold any of them, so the parsed event decides.
    """

    signs: ClassVar[tuple[bytes, ...]]
    """Every event that reports usage or ends a stream holds at least one of these."""

    ends: ClassVar[tuple[str, ...]]
    """The types of the events that end a stream."""

    words: ClassVar[tuple[bytes, ...]]
    """The members of an event in which the text that the model wrote stands; see `text_bytes`."""

    def __init__(self) -> None:
        self.usage: Usage | None = None
        self.written = 0
        self._framer = Framer()
        self._complete = False

    @property
    def final(self) -> bool:
        """Whether the usage is the provider's last word: nothing is billed after the end."""
        return self._complete and self.usage is not None

    def feed(self, piece: bytes) -> bytes:
        """Return the events that `piece` completes; see `StreamReader.feed`."""
        events = self._framer.feed(piece)
        if not events:
            return events
        self.written += text_bytes(events, self.words)
        for sign in self.signs:
            # Not `in`: for bytes it first tries its operand as a number, and takes twice as long.
            if events.find(sign) >= 0:
                self._read(events)
                break
        return events

    def finish(self) -> bytes:
        """Return what was kept back; see `StreamReader.finish`.

        A last event without its empty line counts: the provider said what it had to say, and
        a caller without a gateway would see the same bytes.
        """
        tail = self._framer.finish()
        self._read(tail)
        if not self._complete:
            raise ProviderDied(
                "The provider ended its stream before it was complete: expected"
                f" {' or '.join(self.ends)}, and none came. What arrived was passed on; ask"
                " again for a whole answer."
            )
        return tail

    def _read(self, block: bytes) -> None:
        for event in read_events(block):
            text = event.name + b"\n" + event.data
            # Asked of each event again, so that the verdict does not depend on which events
            # happened to arrive together.
            if any(sign in text for sign in self.signs):
                self._complete = self._complete or self._is_end(event)
                self._meter(event.data)

    def _is_end(self, event: Event) -> bool:
        """Say whether nothing has to follow `event`: an end of the dialect, or an error."""
        kind = wire.decode(_KIND, event.data)
        if kind is None:
            return False
        name = kind.type or event.name.decode("utf-8", "replace")
        return name in self.ends or name == "error" or bool(kind.error)

    def _meter(self, data: bytes) -> None:
        """Take the usage that an event's `data` reports, if it reports any."""
        raise NotImplementedError
