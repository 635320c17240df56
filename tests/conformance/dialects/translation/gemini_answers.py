"""Answers that Gemini can give, as it sends them whole and in a stream."""

import json

import msgspec
from hypothesis import strategies as st

from ai_gateway.dialects.neutral.content import Part, RedactedThinking, Text, Thinking, ToolCall
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.neutral.usage import Tokens
from tests.conformance.dialects.translation.gemini_form import CALLS, PROOFS, THOUGHTS
from tests.conformance.dialects.translation.neutral_strategies import COUNTS, NAMES, TEXTS, WORDS

_UNSIGNED = st.builds(Thinking, text=WORDS, summary=st.just(True))
_TOKENS = st.builds(
    Tokens,
    input=COUNTS,
    output=COUNTS.map(lambda count: count + 7),
    cache_read=COUNTS,
    reasoning=st.just(7),
)


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    """Replies of one answer, in which no two neighbours are pieces of the same text."""
    drawn = draw(st.lists(TEXTS | _UNSIGNED | THOUGHTS | PROOFS | CALLS, max_size=5))
    parts: list[Part] = []
    for part in drawn:
        if not (parts and isinstance(part, Text | Thinking) and type(part) is type(parts[-1])):
            parts.append(part)
    calls = any(isinstance(part, ToolCall) for part in parts)
    stop = draw(st.sampled_from(["tool_calls" if calls else "end", "length"]))
    answer = msgspec.convert({"parts": (), "stop": stop}, Answer)
    answer = msgspec.structs.replace(answer, parts=tuple(parts))
    return Reply(draw(NAMES), draw(NAMES), (answer,), draw(_TOKENS))


def whole(reply: Reply) -> bytes:
    """Return `reply` as the body of an answer."""
    return _json(_event(reply, list(map(_part, reply.answers[0].parts)), last=True))


def streamed(reply: Reply) -> bytes:
    """Return `reply` as a stream, each text in two pieces."""
    events = [
        _event(reply, [piece], last=False)
        for part in reply.answers[0].parts
        for piece in _pieces(_part(part))
    ]
    events.append(_event(reply, [], last=True))
    return b"".join(b"data: %b\r\n\r\n" % _json(event) for event in events)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _event(reply: Reply, parts: list[dict[str, object]], *, last: bool) -> dict[str, object]:
    answer, tokens = reply.answers[0], reply.usage or Tokens()
    candidate: dict[str, object] = {"content": {"role": "model", "parts": parts}}
    if last:
        candidate["finishReason"] = "MAX_TOKENS" if answer.stop == "length" else "STOP"
    return {
        "candidates": [candidate],
        "responseId": reply.id,
        "modelVersion": reply.model,
        "usageMetadata": {
            "promptTokenCount": (tokens.input or 0) + (tokens.cache_read or 0),
            "cachedContentTokenCount": tokens.cache_read,
            "candidatesTokenCount": (tokens.output or 0) - (tokens.reasoning or 0),
            "thoughtsTokenCount": tokens.reasoning,
        },
    }


def _part(part: Part) -> dict[str, object]:
    match part:
        case Text(text):
            return {"text": text}
        case Thinking(text, signature):
            return {"text": text, "thought": True} | _signed(signature)
        case RedactedThinking(data):
            return {"text": ""} | _signed(data)
        case ToolCall(id, name, arguments, signature):
            call = {"id": id, "name": name, "args": json.loads(arguments)}
            return {"functionCall": call} | _signed(signature)
        case _:
            raise AssertionError(part)


def _signed(signature: str | None) -> dict[str, object]:
    return {"thoughtSignature": signature.removeprefix("gemini:")} if signature else {}


def _pieces(part: dict[str, object]) -> list[dict[str, object]]:
    text = part.get("text")
    if not isinstance(text, str) or len(text) < 2:
        return [part]
    first = {key: value for key, value in part.items() if key != "thoughtSignature"}
    return [first | {"text": text[:1]}, part | {"text": text[1:]}]
