"""Messages, plain and streamed, and the counting of their tokens.

Source: docs.claude.com/en/api/messages and docs.claude.com/en/docs/build-with-claude/streaming.
"""

from collections.abc import Iterator

import msgspec

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.anthropic.errors import error_event
from ai_gateway.simulator.anthropic.headers import headers
from ai_gateway.simulator.anthropic.messages_request import read
from ai_gateway.simulator.anthropic.thoughts import signature
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import Reply, ToolCall, identifier, input_tokens, reply

_PING = b'event: ping\ndata: {"type": "ping"}\n\n'


def create(request: Request, _: str) -> Answer | EventStream:
    """Answer `POST /v1/messages`."""
    fields, prompt = read(request)
    said = reply(prompt, request.directives)
    if fields.get("stream"):
        # A stream says its text in pieces, and never needs the whole of it.
        message = _document(request, said, "")
        kind = b"text/event-stream; charset=utf-8"
        return EventStream(headers(request, kind), _events(message, said), error_event)
    message = _document(request, said, said.text)
    return Answer(200, headers(request), msgspec.json.encode(message))


def count(request: Request, _: str) -> Answer:
    """Answer `POST /v1/messages/count_tokens`."""
    prompt = read(request, counting=True)[1]
    body = {"input_tokens": input_tokens(prompt)}
    return Answer(200, headers(request), msgspec.json.encode(body))


def _document(request: Request, said: Reply, text: str) -> Json:
    return {
        "id": identifier("msg_01", request.number, 22),
        "type": "message",
        "role": "assistant",
        "model": request.model,
        "content": _content(request, said, text),
        "stop_reason": _stop_reason(said),
        "stop_sequence": said.met,
        **_stop_details(said),
        "usage": _usage(said),
    }


def _content(request: Request, said: Reply, text: str) -> list[Json]:
    blocks: list[Json] = []
    if said.thinking:
        sealed = signature(said.thinking)
        blocks.append({"type": "thinking", "thinking": said.thinking, "signature": sealed})
    if not said.tool_calls and not said.refused:
        blocks.append({"type": "text", "text": text})
    for place, call in enumerate(said.tool_calls):
        blocks.append(
            {
                "type": "tool_use",
                "id": identifier("toolu_01", request.number, 22, place),
                "name": call.name,
                "input": msgspec.json.decode(call.arguments),
            }
        )
    return blocks


def _stop_reason(said: Reply) -> str:
    if said.refused:
        return "refusal"
    if said.tool_calls:
        return "tool_use"
    if said.met is not None:
        return "stop_sequence"
    return "max_tokens" if said.cut else "end_turn"


def _stop_details(said: Reply) -> Json:
    if not said.refused:
        return {}
    # The words stand here, and there is no content.
    details = {"type": "refusal", "category": None, "explanation": said.text}
    return {"stop_details": details}


def _usage(said: Reply) -> Json:
    thought = {"thinking_tokens": said.reasoning_tokens}
    # Cached tokens stand beside the input here, and are no part of it.
    return {
        "input_tokens": said.input_tokens - said.cached_tokens,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": said.cached_tokens,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
        "output_tokens": said.output_tokens,
        **({"output_tokens_details": thought} if said.reasoning_tokens else {}),
        "service_tier": "standard",
    }


def _events(message: Json, said: Reply) -> Iterator[bytes]:
    # What the API counts before the first token is out: one.
    usage = message["usage"] | {"output_tokens": 1}
    begun: Json = message | {"content": [], "stop_reason": None, "usage": usage}
    yield _event("message_start", message=begun)
    for index, block in enumerate(message["content"]):
        yield _event("content_block_start", index=index, content_block=_opened(block))
        if index == 0:
            yield _PING
        for delta in _deltas(block, said):
            yield _event("content_block_delta", index=index, delta=delta)
        yield _event("content_block_stop", index=index)
    delta = {"stop_reason": message["stop_reason"], "stop_sequence": message["stop_sequence"]}
    delta |= _stop_details(said)
    final = {
        name: value
        for name, value in message["usage"].items()
        if name not in ("service_tier", "cache_creation")
    }
    yield _event("message_delta", delta=delta, usage=final)
    yield _event("message_stop")


def _opened(block: Json) -> Json:
    empty: dict[str, Json] = {
        "text": {"text": ""},
        "tool_use": {"input": {}},
        "thinking": {"thinking": "", "signature": ""},
    }
    return block | empty[block["type"]]


def _deltas(block: Json, said: Reply) -> Iterator[Json]:
    if block["type"] == "thinking":
        yield {"type": "thinking_delta", "thinking": block["thinking"]}
        yield {"type": "signature_delta", "signature": block["signature"]}
    elif block["type"] == "tool_use":
        arguments = msgspec.json.encode(block["input"]).decode()
        # The API opens the arguments with an empty piece.
        for piece in ["", *ToolCall(block["name"], arguments).argument_pieces]:
            yield {"type": "input_json_delta", "partial_json": piece}
    else:
        for piece in said.pieces:
            yield {"type": "text_delta", "text": piece}


def _event(kind: str, **fields: object) -> bytes:
    document = {"type": kind, **fields}
    return b"event: %b\ndata: %b\n\n" % (kind.encode(), msgspec.json.encode(document))
