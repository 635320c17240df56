"""What comes back to a caller."""

from typing import Protocol

import msgspec

from ai_gateway.core.body import Body
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.usage import Usage


class Meter(Protocol):
    """Whatever reads usage while a body passes.

    `final` says that what was reported is all that will be billed, or that nobody can tell
    more. `written` are the bytes of text that the model has written so far, from which an
    estimate is made where it is not.
    """

    @property
    def usage(self) -> Usage | None:
        """What was reported so far, or None where nothing was."""
        ...

    @property
    def final(self) -> bool:
        """Whether the report is complete, or there is none to come."""
        ...

    @property
    def written(self) -> int:
        """Bytes of text that the model has written so far, 0 where nobody counted."""
        ...


class Served(msgspec.Struct, frozen=True):
    """Who answered: the provider, and the model that it was asked for."""

    provider: str
    model: str | None


class Reply(msgspec.Struct, frozen=True):
    """An answer: status, header fields, and a body that is whole or arrives in pieces.

    `event_stream` says that the body is a stream of server-sent events, each piece a whole
    number of events, so that a comment or an error event may follow any piece. `length` is the
    number of bytes of a body in pieces where it is known.
    """

    status: int
    headers: HeaderPairs
    body: Body
    event_stream: bool = False
    length: int | None = None
    served: Served | None = None
    meter: Meter | None = None
