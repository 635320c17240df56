"""What happens in a streamed answer, in the order in which it happens."""

import msgspec

from ai_gateway.dialects.neutral.content import Citation, Part
from ai_gateway.dialects.neutral.reply import Stop, TokenLogprob
from ai_gateway.dialects.neutral.usage import Tokens


class Started(msgspec.Struct, frozen=True):
    """The answer has begun; nothing comes before this."""

    id: str
    model: str
    created: int | None = None
    usage: Tokens | None = None
    service_tier: str | None = None


class PartStarted(msgspec.Struct, frozen=True):
    """A part begins: `part` holds what is known of it, with empty text or arguments.

    Parts of one answer are numbered from 0 in the order in which they begin. A part that never
    grows (redacted thinking, a server-side tool's result) is whole here.
    """

    answer: int
    index: int
    part: Part


class TextGrew(msgspec.Struct, frozen=True):
    """More text of a `Text`, a `Refusal` or a `Thinking` part."""

    answer: int
    index: int
    text: str
    logprobs: tuple[TokenLogprob, ...] | None = None


class ArgumentsGrew(msgspec.Struct, frozen=True):
    """More of the JSON text of a tool call's arguments, or of a server-side tool's input."""

    answer: int
    index: int
    json: str


class Signed(msgspec.Struct, frozen=True):
    """The signature of a `Thinking` or `ToolCall` part."""

    answer: int
    index: int
    signature: str


class Cited(msgspec.Struct, frozen=True):
    """A citation of a `Text` part."""

    answer: int
    index: int
    citation: Citation


class PartEnded(msgspec.Struct, frozen=True):
    """A part is complete."""

    answer: int
    index: int


class Stopped(msgspec.Struct, frozen=True):
    """One answer is complete, all of its parts have ended."""

    answer: int
    stop: Stop
    stop_sequence: str | None = None


class Metered(msgspec.Struct, frozen=True):
    """What the provider reports as billed so far; later counts replace earlier ones."""

    usage: Tokens


class Failed(msgspec.Struct, frozen=True):
    """The provider's own error in the middle of the stream; nothing follows.

    `status` is the one that the provider would have answered with, had it known before.
    """

    status: int
    message: str


class Ended(msgspec.Struct, frozen=True):
    """The stream is complete; nothing follows."""


Event = (
    Started
    | PartStarted
    | TextGrew
    | ArgumentsGrew
    | Signed
    | Cited
    | PartEnded
    | Stopped
    | Metered
    | Failed
    | Ended
)
