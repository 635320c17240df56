"""What a dialect owes to a translation, on the caller's side and on the provider's.

Request, reply, stream and error are separate obligations, so that none can be forgotten. All
are pure: no clock, no randomness, no input or output.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec

from ai_gateway.core.errors import GatewayError
from ai_gateway.dialects.neutral.event import Event
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Request


class Written(msgspec.Struct, frozen=True):
    """A request for a provider, and which of the caller's wishes it leaves out.

    `dropped` names neutral fields (`seed`, `sampling.top_k`), each only tuning or labelling.
    """

    body: bytes
    dropped: tuple[str, ...] = ()


class EventReader(Protocol):
    """Reads one provider's stream into events.

    Any chunking of the same bytes gives the same events, joined. `Started` comes first, then
    each part's `PartStarted`, growth and `PartEnded`, then `Stopped` for each answer, and
    `Ended` or `Failed` last; `Metered` may stand anywhere after `Started`.
    """

    def feed(self, piece: bytes) -> Sequence[Event]:
        """Return the events that `piece` completes. Raises `ProviderMisbehaved`."""
        ...

    def finish(self) -> Sequence[Event]:
        """Return what is left at the clean end. Raises `ProviderDied` where that was too early."""
        ...


class EventWriter(Protocol):
    """Writes events as one caller's stream."""

    def write(self, events: Iterable[Event]) -> bytes:
        """Return whole server-sent events, b"" where nothing is to be said yet."""
        ...


class CallerDialect(Protocol):
    """The side that a caller speaks: reads requests, writes answers."""

    def read_request(self, body: bytes) -> Request:
        """Return what is asked for.

        Raises `InvalidJson`, and `InvalidRequest` naming the field, its value's type and what was
        expected, for anything that the vendor itself would refuse as malformed, and for
        whatever changes what is asked for but has no place in the neutral form.
        """
        ...

    def write_reply(self, reply: Reply, request: Request) -> bytes:
        """Return the JSON body of a whole answer to `request`."""
        ...

    def event_writer(self, request: Request) -> EventWriter:
        """Return the writer of one streamed answer to `request`."""
        ...

    def field_name(self, field: str) -> str:
        """Return the caller's own name of a neutral field, for errors and the dropped ones."""
        ...


class ProviderDialect(Protocol):
    """The side that a provider speaks: takes requests, gives answers."""

    def write_request(self, request: Request, profile: Profile) -> Written:
        """Return the body that asks this provider for what `request` asks.

        Raises `InvalidRequest` with a neutral field name or a `Message.at` as its field for
        whatever changes what is asked for and cannot be said here.
        """
        ...

    def read_reply(self, body: bytes) -> Reply:
        """Return the whole answer in `body`. Raises `ProviderMisbehaved` where it is none."""
        ...

    def event_reader(self) -> EventReader:
        """Return the reader of one streamed answer."""
        ...

    def read_error(self, status: int, body: bytes, provider: str) -> GatewayError:
        """Return the provider's own error answer as an error to render for the caller.

        It keeps the status and the provider's words, and never raises.
        """
        ...


class CountingDialect(ProviderDialect, Protocol):
    """The side that a provider speaks which counts tokens without answering."""

    def write_count_request(self, request: Request, profile: Profile) -> Written:
        """Return the body that has the tokens of `request` counted; see `write_request`."""
        ...

    def read_count(self, body: bytes) -> int:
        """Return the tokens that were counted. Raises `ProviderMisbehaved` where there are none."""
        ...
