"""Converse, plain and streamed, and the counting of its tokens.

A conversation whose last message contains Anthropic's test string for it gets a redacted thought.
Where a cache point stands, everything before it is written to the cache, except for what the
directive `cached` says is read from it.
Source: docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html and
API_runtime_ConverseStream.html there; docs.claude.com/en/docs/build-with-claude/extended-thinking.
"""

import base64
from collections.abc import Iterator

import msgspec

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.bedrock import shapes
from ai_gateway.simulator.bedrock.checks import check_shape, json_fields
from ai_gateway.simulator.bedrock.conversation import signature
from ai_gateway.simulator.bedrock.converse_request import Question, read, read_fields
from ai_gateway.simulator.bedrock.errors import error_event, refuse
from ai_gateway.simulator.bedrock.event_frame import event_frame
from ai_gateway.simulator.bedrock.headers import LATENCY, headers
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import Reply, ToolCall, identifier, input_tokens, reply

REDACTED = (
    "ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING_"
    "46C9A13E193C177646C7398A98432ECCCE4C1253D5E2D82641AC0E52CC2876CB"
)
"""The text that makes Claude redact its thought."""

_BLOCKED = "Sorry, the model cannot answer this question."
_ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Turn(msgspec.Struct, frozen=True):
    """What the assistant says, before it is written down in one piece or in many."""

    request: Request
    question: Question
    reply: Reply

    @property
    def stop_reason(self) -> str:
        """Why the model stopped."""
        refusal = self.request.directives.refusal
        if refusal is not None:
            return "content_filtered" if refusal == "answer" else "guardrail_intervened"
        if self.reply.tool_calls:
            return "tool_use"
        if self.reply.met is not None:
            return "stop_sequence"
        return "max_tokens" if self.reply.cut else "end_turn"

    @property
    def reasoning(self) -> Json | None:
        """The thought as a content block holds it, or None."""
        thinking = self.reply.thinking
        if not thinking:
            return None
        if REDACTED in self.question.prompt.last:
            return {"redactedContent": base64.b64encode(thinking.encode()).decode()}
        return {"reasoningText": {"text": thinking, "signature": signature(thinking)}}

    @property
    def tool_uses(self) -> list[tuple[Json, ToolCall]]:
        """Each call, and what is said of it before its arguments: its identifier and its name."""
        number = self.request.number
        return [
            ({"toolUseId": identifier("tooluse_", number, 22, place), "name": call.name}, call)
            for place, call in enumerate(self.reply.tool_calls)
        ]

    @property
    def usage(self) -> Json:
        """The tokens; those of the cache stand beside the input, and are no part of it."""
        read = self.reply.cached_tokens
        written: dict[str, int] = {}
        reached = read
        for point in self.question.cache_points:
            written[point.ttl] = written.get(point.ttl, 0) + max(point.tokens - reached, 0)
            reached = max(reached, point.tokens)
        usage: Json = {
            "inputTokens": self.reply.input_tokens - reached,
            "outputTokens": self.reply.output_tokens,
            "totalTokens": self.reply.input_tokens + self.reply.output_tokens,
            "cacheReadInputTokens": read,
            "cacheWriteInputTokens": reached - read,
        }
        if written:
            usage["cacheDetails"] = [
                {"ttl": ttl, "inputTokens": tokens} for ttl, tokens in written.items()
            ]
        return usage

    @property
    def extra(self) -> Json:
        """What is said of how it was served, and the model's own fields that were asked for."""
        fields = self.question.fields
        return {
            name: fields[name]
            for name in ("serviceTier", "performanceConfig")
            if fields.get(name) is not None
        }

    @property
    def model_fields(self) -> Json:
        """The model's own field that Converse does not know, where it was asked for."""
        paths = self.question.fields.get("additionalModelResponseFieldPaths") or ()
        if "/stop_sequence" not in paths:
            return {}
        return {"additionalModelResponseFields": {"stop_sequence": self.reply.met}}


def create(request: Request) -> Answer:
    """Answer `POST /model/{modelId}/converse`."""
    turn = _turn(request, read(request, shapes.CONVERSE))
    body = {
        "metrics": {"latencyMs": LATENCY},
        "output": {"message": {"content": _content(turn), "role": "assistant"}},
        "stopReason": turn.stop_reason,
        "usage": turn.usage,
        **turn.extra,
        **turn.model_fields,
    }
    return Answer(200, headers(request), msgspec.json.encode(body))


def stream(request: Request) -> EventStream:
    """Answer `POST /model/{modelId}/converse-stream`."""
    turn = _turn(request, read(request, shapes.CONVERSE_STREAM))
    kind = b"application/vnd.amazon.eventstream"
    return EventStream(headers(request, kind), _events(turn), lambda _: error_event(request))


def count(request: Request) -> Answer:
    """Answer `POST /model/{modelId}/count-tokens`."""
    fields = check_shape(request, json_fields(request), shapes.COUNT_TOKENS)
    converse = fields["input"].get("converse")
    if converse is None:
        raise refuse(request, "The simulator counts the tokens of Converse requests only.")
    body = {"inputTokens": input_tokens(read_fields(request, converse).prompt)}
    return Answer(200, headers(request), msgspec.json.encode(body))


def _turn(request: Request, question: Question) -> Turn:
    said = reply(question.prompt, request.directives)
    refusal = request.directives.refusal
    if refusal is not None:
        pieces = [_BLOCKED] if refusal == "prompt" else said.pieces
        said = msgspec.structs.replace(said, tool_calls=[], pieces=pieces)
    return Turn(request, question, said)


def _content(turn: Turn) -> list[Json]:
    blocks: list[Json] = []
    if turn.reasoning is not None:
        blocks.append({"reasoningContent": turn.reasoning})
    for named, call in turn.tool_uses:
        blocks.append({"toolUse": named | {"input": msgspec.json.decode(call.arguments)}})
    if turn.reply.pieces:
        blocks.append({"text": turn.reply.text})
    return blocks


def _events(turn: Turn) -> Iterator[bytes]:
    yield _event("messageStart", {"role": "assistant"})
    index = 0
    if turn.reasoning is not None:
        for delta in _reasoning_deltas(turn.reasoning):
            yield _delta(index, {"reasoningContent": delta})
        yield _event("contentBlockStop", {"contentBlockIndex": index})
        index += 1
    # Only a tool's block has a start; text begins with its first piece.
    for named, call in turn.tool_uses:
        start = {"contentBlockIndex": index, "start": {"toolUse": named}}
        yield _event("contentBlockStart", start)
        for piece in call.argument_pieces:
            yield _delta(index, {"toolUse": {"input": piece}})
        yield _event("contentBlockStop", {"contentBlockIndex": index})
        index += 1
    for piece in turn.reply.pieces:
        yield _delta(index, {"text": piece})
    if turn.reply.pieces:
        yield _event("contentBlockStop", {"contentBlockIndex": index})
    yield _event("messageStop", {"stopReason": turn.stop_reason, **turn.model_fields})
    metrics = {"metrics": {"latencyMs": LATENCY}, "usage": turn.usage, **turn.extra}
    yield _event("metadata", metrics)


def _reasoning_deltas(reasoning: Json) -> Iterator[Json]:
    if "redactedContent" in reasoning:
        yield reasoning
        return
    yield {"text": reasoning["reasoningText"]["text"]}
    yield {"signature": reasoning["reasoningText"]["signature"]}


def _delta(index: int, delta: Json) -> bytes:
    return _event("contentBlockDelta", {"contentBlockIndex": index, "delta": delta})


def _event(kind: str, fields: Json) -> bytes:
    # The service pads its events against observers of their length; readers have to skip it.
    padding = _ALPHABET[: len(str(fields)) % len(_ALPHABET) + 1]
    return event_frame(kind, {**fields, "p": padding})
