"""The neutral form as hypothesis makes it: what every dialect chooses its own round trips from."""

import base64

import msgspec
from hypothesis import strategies as st

from ai_gateway.dialects.neutral.content import (
    Citation,
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
from ai_gateway.dialects.neutral.reply import TokenLogprob
from ai_gateway.dialects.neutral.request import JsonObject, JsonSchema, Message, Role
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText, Uploaded
from ai_gateway.dialects.neutral.tool import Function
from ai_gateway.dialects.neutral.usage import Tokens

# Lone surrogates are no text: no JSON decoder of the gateway lets them through.
WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,11}", fullmatch=True)
COUNTS = st.integers(0, 10**6)

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)
OBJECTS = st.dictionaries(NAMES, _JSON, max_size=3).map(
    lambda value: msgspec.json.encode(value).decode()
)
"""JSON objects as text."""

_DATA = st.binary(min_size=1, max_size=12).map(lambda data: base64.b64encode(data).decode())
_URLS = NAMES.map(lambda name: f"https://example.com/{name}")

INLINE_IMAGES = st.builds(
    Inline, data=_DATA, media_type=st.sampled_from(("image/png", "image/gif"))
)
INLINE_DOCUMENTS = st.builds(Inline, data=_DATA, media_type=st.just("application/pdf"))
LINKS = st.builds(Link, url=_URLS)
UPLOADED = st.builds(Uploaded, id=NAMES)
PLAIN_TEXTS = st.builds(PlainText, text=WORDS)

TEXTS = st.builds(Text, text=WORDS)
IMAGES = st.builds(Image, source=INLINE_IMAGES | LINKS)
DOCUMENTS = st.builds(Document, source=INLINE_DOCUMENTS | PLAIN_TEXTS, title=NAMES)
REFUSALS = st.builds(Refusal, text=WORDS)
WEB_CITATIONS = st.builds(
    Citation,
    kind=st.just("web"),
    url=_URLS,
    title=WORDS,
    text_start=st.integers(0, 9),
    text_end=st.integers(10, 20),
)
"""Citations as OpenAI's dialects tell them: by the range of the answer that they support."""

TOOL_CALLS = st.builds(ToolCall, id=NAMES, name=NAMES, arguments=OBJECTS)
TOOL_RESULTS = st.builds(
    ToolResult, call_id=NAMES, content=st.lists(TEXTS | IMAGES, max_size=2).map(tuple)
)
SIGNED_THINKING = st.builds(Thinking, text=WORDS, signature=WORDS)
REDACTED_THINKING = st.builds(RedactedThinking, data=WORDS)
FUNCTIONS = st.builds(
    Function,
    name=NAMES,
    schema=OBJECTS,
    description=st.none() | WORDS,
    strict=st.booleans(),
)
OUTPUT_FORMATS = st.just(JsonObject()) | st.builds(
    JsonSchema,
    schema=OBJECTS,
    name=NAMES,
    description=st.none() | WORDS,
    strict=st.none() | st.booleans(),
)
LOGPROBS = st.lists(
    st.builds(
        TokenLogprob,
        token=WORDS,
        logprob=st.floats(-10, 0),
        top=st.lists(st.tuples(WORDS, st.floats(-10, 0)), max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
TOKENS = st.builds(
    Tokens, input=COUNTS, output=COUNTS, cache_read=COUNTS, cache_write=COUNTS, reasoning=COUNTS
)


def messages(role: Role, parts: st.SearchStrategy[Part]) -> st.SearchStrategy[Message]:
    """Return messages of `role` that hold one to three of `parts`."""
    held = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.builds(Message, role=st.just(role), parts=held)


def merged(given: tuple[Message, ...]) -> tuple[Message, ...]:
    """Return `given` with neighbours of one role made one, and without where they stood.

    Dialects cut turns differently; what is said, by whom and in which order is what counts.
    """
    result: list[Message] = []
    for message in given:
        last = result[-1] if result else None
        if last is not None and (last.role, last.name) == (message.role, message.name):
            result[-1] = msgspec.structs.replace(last, parts=(*last.parts, *message.parts))
        else:
            result.append(msgspec.structs.replace(message, at=""))
    return tuple(result)
