"""The audit: a line for each refusal and each admin action, appended and never changed."""

from collections.abc import Callable
from typing import BinaryIO

import msgspec


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who did what, and why it ended as it did. It never holds a credential.

    `what` is `call`, `admin` or a command such as `clients.add`; `on` is what it was done to: a
    path, a client. `outcome` is `done` or the code of the refusal, `why` its sentence. `who` is
    the client, or the account of this machine for a command; empty where nobody knows.
    """

    what: str
    outcome: str
    who: str = ""
    on: str = ""
    why: str = ""
    id: str = ""
    peer: str = ""


class _Line(msgspec.Struct, frozen=True):
    audit: Event
    time: float


class AuditLog:
    """The one writer: each event is one line, written before `note` returns.

    `wall` is in seconds since 1970.
    """

    def __init__(self, output: BinaryIO, wall: Callable[[], float]) -> None:
        self._output = output
        self._wall = wall
        self._encoder = msgspec.json.Encoder()

    def note(self, event: Event) -> None:
        """Append one line. Raises `OSError` where that fails: nothing is done unseen."""
        line = _Line(event, round(self._wall(), 3))
        self._output.write(self._encoder.encode(line) + b"\n")
        self._output.flush()
