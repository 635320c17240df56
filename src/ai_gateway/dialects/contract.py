"""What a dialect owes the rest of the gateway."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from ai_gateway.core.errors import GatewayError
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.operation import DialectName
from ai_gateway.core.usage import Usage


class ModelEntry(msgspec.Struct, frozen=True):
    """A model that callers may ask for: the name they use, and who serves it."""

    id: str
    owner: str


class StreamReader(Protocol):
    """Reads one event stream while it passes, and changes none of its bytes.

    All that `feed` returned, joined, and then what `finish` returned, is what was fed. It is
    used by one stream, in the order of the wire, and is a `ai_gateway.core.reply.Meter`.
    """

    @property
    def usage(self) -> Usage | None:
        """What the provider reported so far, or None where it reported nothing."""
        ...

    @property
    def final(self) -> bool:
        """Whether the provider has said all that it will say of usage."""
        ...

    @property
    def written(self) -> int:
        """Bytes of text, thoughts and tools' input that have passed."""
        ...

    def feed(self, piece: bytes) -> bytes:
        """Take the next bytes and return every event that they complete, b"" where none is.

        An unfinished event is kept back, so that a comment or an error event may follow
        whatever was returned. Raises `ProviderMisbehaved` where one event has no end.
        """
        ...

    def finish(self) -> bytes:
        """Return what was kept back, once the body came to its clean end.

        Raises `ProviderDied` where the event that ends this dialect's streams never came. A
        provider's own error event is such an end: the caller's SDK raises on it.
        """
        ...


class AnswerReader(Protocol):
    """What is read of a dialect's answers while they pass: stateless, shared by every call."""

    @property
    def stream_media(self) -> bytes:
        """The media type of its streams, in lower case."""
        ...

    def read_usage(self, body: bytes) -> Usage | None:
        """Return what a whole JSON answer reports as billed, or None. Never raises."""
        ...

    def stream_reader(self) -> StreamReader:
        """Return the reader of one event stream."""
        ...


class Dialect(AnswerReader, Protocol):
    """A wire format that callers speak: stateless, without input or output.

    Everything it renders is ASCII, so that no client can split a line where there is none.
    """

    @property
    def name(self) -> DialectName:
        """The name that the configuration and the operations use."""
        ...

    def status(self, error: GatewayError) -> int:
        """Return the HTTP status by which this dialect's clients know such a failure."""
        ...

    def render_error(self, error: GatewayError, request_id: str) -> bytes:
        """Return the JSON body from which the vendor's SDK makes its own exception."""
        ...

    def render_error_event(self, error: GatewayError, request_id: str) -> bytes:
        """Return the whole event that ends a broken stream and makes the vendor's SDK raise."""
        ...

    def error_headers(self, request_id: str) -> HeaderPairs:
        """Return the header fields from which the SDK's exception takes its request id."""
        ...

    def render_models(self, models: Sequence[ModelEntry]) -> bytes:
        """Return the body that answers `GET /v1/models`: every model, on one page."""
        ...

    def render_model(self, model: ModelEntry) -> bytes:
        """Return the body that answers `GET /v1/models/{id}`."""
        ...
