"""What of the neutral form Converse can say: the strategies of its round trips."""

from hypothesis import strategies as st

from ai_gateway.dialects.neutral.content import (
    Audio,
    CacheMark,
    Citation,
    Document,
    Image,
    RedactedThinking,
    Text,
    ToolCall,
    ToolResult,
    Video,
)
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.neutral.request import JsonSchema, Reasoning, Request, Sampling
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText
from ai_gateway.dialects.neutral.tool import Choice, Named
from ai_gateway.dialects.neutral.usage import Tokens
from tests.conformance.dialects.translation.bedrock_wire import STOPS
from tests.conformance.dialects.translation.neutral_strategies import (
    COUNTS,
    FUNCTIONS,
    INLINE_DOCUMENTS,
    INLINE_IMAGES,
    NAMES,
    OBJECTS,
    PLAIN_TEXTS,
    SIGNED_THINKING,
    TOOL_CALLS,
    WORDS,
    messages,
)

MODELS = (
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "amazon.nova-pro-v1:0",
    "openai.gpt-oss-120b-1:0",
    "meta.llama3-3-70b-instruct-v1:0",
)

_SCHEMA = '{"type":"object","properties":{},"additionalProperties":false}'
_SAID = WORDS.filter(lambda text: bool(text.strip()))
_MARKS = st.none() | st.builds(CacheMark, seconds=st.sampled_from((None, 300, 3600)))
_POSITIONS = st.integers(0, 99)

CITATIONS = (
    st.builds(
        Citation,
        kind=st.sampled_from(("chars", "pages", "blocks")),
        text=_SAID,
        title=st.none() | NAMES,
        document=_POSITIONS,
        start=_POSITIONS,
        end=_POSITIONS,
    )
    | st.builds(
        Citation,
        kind=st.just("search_result"),
        text=_SAID,
        url=NAMES,
        document=_POSITIONS,
        start=_POSITIONS,
        end=_POSITIONS,
    )
    | st.builds(Citation, kind=st.just("web"), text=_SAID, url=NAMES)
)

TEXTS = st.builds(Text, text=_SAID, cache=_MARKS)
CITED = st.builds(Text, text=_SAID, citations=st.lists(CITATIONS, max_size=2).map(tuple))
REDACTED = st.builds(RedactedThinking, data=INLINE_IMAGES.map(lambda image: image.data))
ANSWERED = CITED | TOOL_CALLS | SIGNED_THINKING | REDACTED
"""Parts of an answer, which the history of a request gives back."""

_IMAGES = st.builds(Image, source=INLINE_IMAGES, cache=_MARKS)
_DOCUMENTS = st.builds(
    Document,
    source=INLINE_DOCUMENTS | PLAIN_TEXTS | st.builds(PlainText, WORDS, st.tuples(WORDS, WORDS)),
    title=st.none() | WORDS,
    context=st.none() | _SAID,
    cite=st.booleans(),
    origin=st.none() | NAMES,
)
_MOVING = st.builds(Video, source=st.builds(Inline, st.just("AAAA"), st.just("video/mp4")))
_SOUNDS = st.builds(Audio, source=st.builds(Inline, st.just("AAAA"), st.just("audio/wav")))
_STORED = st.just(Image(Link("s3://bucket/picture.png")))
_RESULTS = st.builds(
    ToolResult,
    call_id=WORDS,
    content=st.lists(TEXTS | _IMAGES | _DOCUMENTS, max_size=2).map(tuple),
    is_error=st.booleans(),
    cache=_MARKS,
)
_CALLS = st.builds(ToolCall, id=WORDS, name=NAMES, arguments=OBJECTS | WORDS, cache=_MARKS)

_ASKED = TEXTS | _IMAGES | _DOCUMENTS | _MOVING | _SOUNDS | _STORED | _RESULTS

_CONVERSATIONS = st.tuples(
    st.lists(messages("system", TEXTS), max_size=1),
    messages("user", _ASKED).map(lambda message: [message]),
    st.lists(
        messages("assistant", ANSWERED | _CALLS)
        | messages("user", _ASKED)
        | messages("developer", TEXTS),
        max_size=3,
    ),
).map(lambda parts: tuple(message for part in parts for message in part))

REQUESTS = st.builds(
    Request,
    model=st.sampled_from(MODELS),
    messages=_CONVERSATIONS,
    tools=st.lists(FUNCTIONS, min_size=1, max_size=3).map(tuple),
    tool_choice=st.none()
    | st.builds(Choice, mode=st.sampled_from(("auto", "required")))
    | st.builds(Named, name=NAMES),
    output=st.none() | st.builds(JsonSchema, schema=st.just(_SCHEMA), name=NAMES),
    max_tokens=st.none() | st.integers(1, 10_000),
    sampling=st.builds(
        Sampling,
        temperature=st.none() | st.floats(0, 2),
        top_p=st.none() | st.floats(0, 1),
        top_k=st.none() | st.integers(1, 99),
        seed=st.none() | COUNTS,
    ),
    stop=st.lists(WORDS, max_size=2).map(tuple),
    reasoning=st.none() | st.builds(Reasoning, effort=st.sampled_from(("none", "low", "max"))),
    stream=st.booleans(),
    service_tier=st.sampled_from((None, "auto", "priority", "scale")),
    metadata=st.none() | st.dictionaries(WORDS, WORDS, max_size=3),
    cache=_MARKS,
)

_USAGE = st.builds(
    Tokens,
    input=COUNTS,
    output=COUNTS,
    cache_read=COUNTS,
    cache_write=COUNTS,
    cache_write_long=st.none() | st.integers(1, 99),
)
ANSWERS = st.builds(
    Answer,
    parts=st.lists(ANSWERED, max_size=4).map(tuple),
    stop=st.sampled_from(tuple(STOPS)),
    stop_sequence=st.none() | _SAID,
)
REPLIES = st.builds(
    Reply, id=st.just(""), model=st.just(""), answers=st.tuples(ANSWERS), usage=_USAGE
)
