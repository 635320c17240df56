"""What the simulator answers, before it is delivered."""

from collections.abc import Callable, Iterable

import msgspec

HeaderPairs = list[tuple[bytes, bytes]]
"""Lower-case names with their values."""


class Answer(msgspec.Struct, frozen=True):
    """A whole answer."""

    status: int
    headers: HeaderPairs
    body: bytes


class EventStream(msgspec.Struct, frozen=True):
    """An answer of status 200 in events of the dialect's framing, made while they are sent.

    The last of `events` is the one without which the stream is not complete. `error_event`
    makes the dialect's error event; it takes the number of events that went before.
    """

    headers: HeaderPairs
    events: Iterable[bytes]
    error_event: Callable[[int], bytes]


class Refusal(Exception):
    """A request that the provider refuses, with the answer that says so."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body.decode())
        self.answer = answer
