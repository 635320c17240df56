"""The part of the neutral form that anthropic-messages can express, as hypothesis makes it."""

import msgspec
from hypothesis import strategies as st

from ai_gateway.dialects.neutral.content import (
    CacheMark,
    Citation,
    Document,
    Image,
    Part,
    RedactedThinking,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from ai_gateway.dialects.neutral.request import JsonSchema, Message, Reasoning, Request, Sampling
from ai_gateway.dialects.neutral.source import PlainText
from ai_gateway.dialects.neutral.tool import Choice, ForeignTool, Function, Named, WebSearch
from tests.conformance.dialects.translation import neutral_strategies as common

WORDS = common.WORDS.filter(lambda text: text.strip())
MARKS = st.none() | st.builds(CacheMark, seconds=st.sampled_from((None, 300, 3600)))
_RANGES = st.integers(0, 99)


def _passages(texts: list[str]) -> PlainText:
    return PlainText("\n\n".join(texts), tuple(texts))


_PASSAGES = st.lists(WORDS, min_size=1, max_size=3).map(_passages)
_WEB = st.builds(
    Citation,
    kind=st.just("web"),
    text=WORDS,
    url=common.NAMES,
    title=st.none() | WORDS,
    opaque=common.NAMES,
)
_LOCATED = st.builds(
    Citation,
    kind=st.sampled_from(("chars", "pages", "blocks")),
    text=WORDS,
    title=st.none() | WORDS,
    document=_RANGES,
    start=_RANGES,
    end=_RANGES,
)
_FOUND = st.builds(
    Citation,
    kind=st.just("search_result"),
    text=WORDS,
    url=common.NAMES,
    title=st.none() | WORDS,
    document=_RANGES,
    start=_RANGES,
    end=_RANGES,
)
CITATIONS = _WEB | _LOCATED | _FOUND
TEXTS = st.builds(Text, text=WORDS, cache=MARKS)
CITED = st.builds(Text, text=WORDS, citations=st.lists(CITATIONS, max_size=2).map(tuple))
IMAGES = st.builds(Image, source=common.INLINE_IMAGES | common.LINKS | common.UPLOADED, cache=MARKS)
DOCUMENTS = st.builds(
    Document,
    source=common.INLINE_DOCUMENTS
    | common.PLAIN_TEXTS
    | common.LINKS
    | common.UPLOADED
    | _PASSAGES,
    title=st.none() | WORDS,
    context=st.none() | WORDS,
    cite=st.booleans(),
    cache=MARKS,
) | st.builds(
    Document,
    source=_PASSAGES,
    title=WORDS,
    cite=st.booleans(),
    cache=MARKS,
    origin=common.NAMES,
)
RESULTS = st.builds(
    ToolResult,
    call_id=common.NAMES,
    content=st.lists(TEXTS | IMAGES | DOCUMENTS, max_size=2).map(tuple),
    is_error=st.booleans(),
    cache=MARKS,
)
# An opaque word of the vendor's is base64; a colon marks what is another provider's.
OPAQUE = common.NAMES
THOUGHTS = st.builds(Thinking, text=common.WORDS, signature=OPAQUE) | st.builds(
    RedactedThinking, data=OPAQUE
)
CALLS = st.builds(
    ToolCall, id=common.NAMES, name=common.NAMES, arguments=common.OBJECTS, cache=MARKS
)


@st.composite
def _searches(draw: st.DrawFn) -> tuple[Part, ...]:
    identifier = f"srvtoolu_{draw(common.NAMES)}"
    block = {"type": "web_search_tool_result", "tool_use_id": identifier, "content": []}
    return (
        ServerToolCall(identifier, "web_search", draw(common.OBJECTS)),
        ServerToolResult(
            identifier, "web_search", "anthropic-messages", msgspec.json.encode(block).decode()
        ),
    )


def _one(part: st.SearchStrategy[Part]) -> st.SearchStrategy[tuple[Part, ...]]:
    return part.map(lambda value: (value,))


def _several(
    pieces: st.SearchStrategy[tuple[Part, ...]],
) -> st.SearchStrategy[tuple[Part, ...]]:
    return st.lists(pieces, min_size=1, max_size=3).map(
        lambda held: tuple(part for piece in held for part in piece)
    )


ASSISTANT = _several(_one(CITED) | _one(THOUGHTS) | _one(CALLS) | _searches())
# The results of tools come first, where the API looks for them.
USER = st.tuples(
    st.lists(RESULTS, max_size=2).map(tuple), _several(_one(TEXTS | IMAGES | DOCUMENTS))
).map(lambda held: (*held[0], *held[1]))


@st.composite
def conversations(draw: st.DrawFn) -> tuple[Message, ...]:
    turns = [Message("user", draw(USER))]
    for _ in range(draw(st.integers(0, 2))):
        turns += [Message("assistant", draw(ASSISTANT)), Message("user", draw(USER))]
    if draw(st.booleans()):
        texts = draw(st.lists(TEXTS, min_size=1, max_size=2))
        turns.insert(0, Message("system", tuple(texts)))
    return tuple(turns)


SCHEMAS = st.dictionaries(common.NAMES, st.just({"type": "string"}), min_size=1, max_size=2).map(
    lambda properties: msgspec.json.encode(
        {"type": "object", "properties": properties, "additionalProperties": False}
    ).decode()
)
TOOLS = (
    st.builds(
        Function,
        name=common.NAMES,
        schema=SCHEMAS,
        description=st.none() | WORDS,
        strict=st.none() | st.booleans(),
        cache=MARKS,
    )
    | st.builds(
        WebSearch,
        max_uses=st.none() | st.integers(1, 9),
        allowed_domains=st.lists(common.NAMES, max_size=2).map(tuple),
        country=st.none() | common.NAMES,
        cache=MARKS,
    )
    | st.just(
        ForeignTool("anthropic-messages", "bash_20250124", '{"type":"bash_20250124","name":"bash"}')
    )
)
REASONING = (
    st.none()
    | st.just(Reasoning(effort="none"))
    | st.builds(
        Reasoning,
        effort=st.sampled_from((None, "low", "medium", "high", "xhigh", "max")),
        adaptive=st.just(True),
        summary=st.sampled_from((None, "auto")),
    )
)
_SHARES = st.floats(0, 1)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    tools = tuple(draw(st.lists(TOOLS, max_size=2)))
    reasoning = draw(REASONING)
    thinks = reasoning is not None and reasoning.adaptive
    forced = st.builds(Named, name=common.NAMES) | st.just(Choice("required"))
    loose = st.sampled_from((None, Choice("auto")))
    choice = draw(loose if thinks else loose | forced) if tools else None
    free = st.builds(Sampling, temperature=_SHARES, top_k=st.none() | st.integers(0, 99)) | (
        st.builds(Sampling, top_p=_SHARES)
    )
    return Request(
        model=draw(WORDS),
        messages=draw(conversations()),
        tools=tools,
        tool_choice=choice,
        parallel_tool_calls=draw(st.none() | st.booleans()) if choice else None,
        output=draw(st.none() | st.builds(JsonSchema, schema=SCHEMAS)),
        max_tokens=draw(st.integers(1, 99_999)),
        sampling=Sampling() if thinks else draw(st.just(Sampling()) | free),
        stop=tuple(draw(st.lists(WORDS, max_size=2))),
        reasoning=reasoning,
        stream=draw(st.booleans()),
        service_tier=draw(st.sampled_from((None, "auto", "default"))),
        user=draw(st.none() | WORDS),
        cache=draw(MARKS),
    )
