"""What chat completions can express of the neutral form, as hypothesis makes it."""

from itertools import chain
from typing import Any

from hypothesis import strategies as st

from ai_gateway.dialects.neutral.content import (
    Audio,
    CacheMark,
    Document,
    Image,
    Part,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from ai_gateway.dialects.neutral.event import (
    ArgumentsGrew,
    Cited,
    Ended,
    Event,
    Metered,
    PartEnded,
    PartStarted,
    Signed,
    Started,
    Stopped,
    TextGrew,
)
from ai_gateway.dialects.neutral.reply import Answer, Reply, Stop
from ai_gateway.dialects.neutral.request import Message, Reasoning, Request, Sampling
from ai_gateway.dialects.neutral.source import Inline
from ai_gateway.dialects.neutral.tool import Choice, Function, Named, Tool, WebSearch
from ai_gateway.dialects.neutral.usage import Tokens
from tests.conformance.dialects.translation import neutral_strategies as neutral

_MARKS = st.none() | st.just(CacheMark()) | st.just(CacheMark(300)) | st.just(CacheMark(3600))
_MAYBE_NAMES = st.none() | neutral.NAMES
_FRACTIONS = st.none() | st.floats(0, 1)
_TRISTATE = st.none() | st.booleans()

_MARKED = st.builds(Text, neutral.WORDS, cache=_MARKS)
_SOUND = st.builds(
    Inline, st.just("UklGRg=="), media_type=st.sampled_from(("audio/wav", "audio/mpeg"))
)
_ASKED = (
    _MARKED
    | st.builds(
        Image,
        neutral.INLINE_IMAGES | neutral.LINKS,
        st.sampled_from((None, "low", "high", "auto")),
        _MARKS,
    )
    | st.builds(Document, neutral.INLINE_DOCUMENTS | neutral.UPLOADED, neutral.NAMES, cache=_MARKS)
    | st.builds(Audio, _SOUND)
)
_THOUGHTS = st.builds(
    Thinking, neutral.WORDS, st.none() | neutral.WORDS, _MAYBE_NAMES, st.booleans()
) | st.builds(RedactedThinking, neutral.WORDS, _MAYBE_NAMES)
_CALLS = st.builds(
    ToolCall, neutral.NAMES, neutral.NAMES, neutral.OBJECTS, st.none() | neutral.WORDS, _MARKS
)


def _grouped(*groups: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Part, ...]]:
    """Return parts in the order of the wire's members, which is the order of `groups`."""
    return st.tuples(*groups).map(lambda lists: tuple(chain.from_iterable(lists)))


_ANSWERED = _grouped(
    st.lists(_THOUGHTS, max_size=2),
    st.lists(_MARKED | neutral.REFUSALS, min_size=1, max_size=2),
    st.lists(_CALLS, max_size=2),
)
_RESULTS = st.builds(
    ToolResult,
    neutral.NAMES,
    st.lists(_MARKED, max_size=2).map(tuple),
    cache=_MARKS,
)
_MESSAGES = (
    neutral.messages("system", _MARKED)
    | neutral.messages("developer", _MARKED)
    | neutral.messages("user", _ASKED)
    | st.builds(Message, st.just("assistant"), _ANSWERED, _MAYBE_NAMES)
    | _RESULTS.map(lambda result: Message("user", (result,)))
)


def _conversation(messages: list[Message]) -> tuple[Message, ...]:
    # A model's call or thought and what it goes on to say are one message in this dialect.
    kept = [
        message
        for before, message in zip([None, *messages], messages, strict=False)
        if before is None or not before.role == message.role == "assistant"
    ]
    return tuple(
        Message(message.role, message.parts, message.name, f"messages.{position}")
        for position, message in enumerate(kept)
    )


_CONVERSATIONS = st.lists(_MESSAGES, min_size=1, max_size=4).map(_conversation)
_FUNCTIONS = st.builds(
    Function, neutral.NAMES, neutral.OBJECTS, st.none() | neutral.WORDS, _TRISTATE, _MARKS
)
_SEARCHES = st.builds(
    WebSearch,
    country=_MAYBE_NAMES,
    city=_MAYBE_NAMES,
    region=_MAYBE_NAMES,
    timezone=_MAYBE_NAMES,
    context_size=st.sampled_from((None, "low", "medium", "high")),
)
_TOOLS: st.SearchStrategy[tuple[Tool, ...]] = st.tuples(
    st.lists(_FUNCTIONS, min_size=1, max_size=2), st.lists(_SEARCHES, max_size=1)
).map(lambda groups: tuple(chain.from_iterable(groups)))
_CHOICES = (
    st.builds(Choice, st.sampled_from(("auto", "none", "required")))
    | st.builds(
        Choice,
        st.sampled_from(("auto", "required")),
        st.lists(neutral.NAMES, min_size=1, max_size=2).map(tuple),
    )
    | st.builds(Named, neutral.NAMES)
)
_EFFORTS = st.sampled_from(("none", "minimal", "low", "medium", "high", "xhigh", "max"))

REQUESTS = st.builds(
    Request,
    model=neutral.NAMES,
    messages=_CONVERSATIONS,
    tools=_TOOLS,
    tool_choice=st.none() | _CHOICES,
    parallel_tool_calls=_TRISTATE,
    output=st.none() | neutral.OUTPUT_FORMATS,
    max_tokens=st.none() | st.integers(1, 9999),
    sampling=st.builds(
        Sampling,
        temperature=_FRACTIONS,
        top_p=_FRACTIONS,
        frequency_penalty=_FRACTIONS,
        presence_penalty=_FRACTIONS,
        seed=st.none() | neutral.COUNTS,
        logit_bias=st.none() | st.just({"50256": -100.0}),
    ),
    stop=st.lists(neutral.WORDS, max_size=2).map(tuple),
    n=st.sampled_from((None, 1, 3)),
    top_logprobs=st.none() | st.integers(0, 20),
    reasoning=st.none() | st.builds(Reasoning, _EFFORTS),
    stream=st.just(True),
    # A provider is asked for usage whatever the caller wants.
    include_usage=st.just(True),
    service_tier=st.sampled_from((None, "auto", "default", "flex", "priority")),
    user=_MAYBE_NAMES,
    metadata=st.none() | st.dictionaries(neutral.NAMES, neutral.WORDS, max_size=2),
    cache_key=_MAYBE_NAMES,
    cache=_MARKS,
    verbosity=st.sampled_from((None, "low", "medium", "high")),
    store=_TRISTATE,
)


def _call_id(call: ToolCall) -> str:
    return call.id


_CITED = st.builds(Text, neutral.WORDS, st.lists(neutral.WEB_CITATIONS, max_size=2).map(tuple))
_PARTS = _grouped(
    st.lists(_THOUGHTS, max_size=2),
    st.lists(_CITED, max_size=1),
    st.lists(neutral.REFUSALS, max_size=1),
    st.lists(st.builds(Image, neutral.INLINE_IMAGES | neutral.LINKS), max_size=1),
    st.lists(
        st.builds(
            ToolCall, neutral.NAMES, neutral.NAMES, neutral.OBJECTS, st.none() | neutral.WORDS
        ),
        max_size=2,
        unique_by=_call_id,
    ),
)


def _ended(parts: tuple[Part, ...]) -> st.SearchStrategy[Answer]:
    """Return answers of `parts` that stopped for a reason that such parts can have."""
    natural: tuple[Stop, ...] = ("end", "content_filter", "stop_sequence")
    if any(isinstance(part, ToolCall) for part in parts):
        natural = ("tool_calls",)
    elif any(isinstance(part, Refusal) for part in parts):
        natural = ("refusal",)
    return st.sampled_from((*natural, "length")).map(
        lambda stop: Answer(parts, stop, "#" if stop == "stop_sequence" else None)
    )


_USAGE = st.none() | st.builds(
    Tokens,
    input=neutral.COUNTS,
    output=neutral.COUNTS,
    cache_read=st.none() | neutral.COUNTS,
    cache_write=st.none() | neutral.COUNTS,
    reasoning=st.none() | neutral.COUNTS,
    audio_input=st.none() | neutral.COUNTS,
    audio_output=st.none() | neutral.COUNTS,
)
REPLIES = st.builds(
    Reply,
    id=neutral.NAMES,
    model=neutral.NAMES,
    answers=st.lists(_PARTS.flatmap(_ended), min_size=1, max_size=2).map(tuple),
    usage=_USAGE,
    created=st.integers(1, 2**31),
    service_tier=st.sampled_from((None, "default", "priority")),
)


def as_stream(reply: Reply, cut: int) -> list[Event]:
    """Return the events of `reply` streamed, every text and all arguments in pieces of `cut`."""
    events: list[Event] = [
        Started(reply.id, reply.model, reply.created, service_tier=reply.service_tier)
    ]
    for number, answer in enumerate(reply.answers):
        for index, part in enumerate(answer.parts):
            begun, growth = _growth(part, number, index, cut)
            events += [PartStarted(number, index, begun), *growth, PartEnded(number, index)]
        events.append(Stopped(number, answer.stop, answer.stop_sequence))
    if reply.usage is not None:
        events.append(Metered(reply.usage))
    events.append(Ended())
    return events


def _growth(part: Part, answer: int, index: int, cut: int) -> tuple[Part, list[Event]]:
    def pieces(text: str) -> list[str]:
        return [text[start : start + cut] for start in range(0, len(text), cut)]

    growth: list[Event] = []
    match part:
        case Text(text, citations):
            growth += [TextGrew(answer, index, piece) for piece in pieces(text)]
            growth += [Cited(answer, index, citation) for citation in citations]
            return Text(""), growth
        case Refusal(text):
            growth += [TextGrew(answer, index, piece) for piece in pieces(text)]
            return Refusal(""), growth
        case Thinking(text, signature, name, summary):
            growth += [TextGrew(answer, index, piece) for piece in pieces(text)]
            growth += [Signed(answer, index, signature)] if signature else []
            return Thinking("", id=name, summary=summary), growth
        case ToolCall(id, name, arguments, signature):
            growth += [ArgumentsGrew(answer, index, piece) for piece in pieces(arguments)]
            return ToolCall(id, name, "", signature), growth
        case _:
            return part, growth
