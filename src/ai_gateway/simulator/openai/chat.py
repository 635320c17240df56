"""Chat completions, plain and streamed.

Source: platform.openai.com/docs/api-reference/chat/object and .../chat/streaming.
"""

from collections.abc import Iterator

import msgspec

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.openai.chat_request import includes_usage, read
from ai_gateway.simulator.openai.errors import STREAM_MESSAGE
from ai_gateway.simulator.openai.headers import event_headers, headers
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import Reply, created_at, identifier, reply

_DONE = b"data: [DONE]\n\n"

_ERROR = (
    b'data: {"error":{"message":"%b","type":"server_error","param":null,"code":null}}\n\n'
    % STREAM_MESSAGE.encode()
)


class Completion(msgspec.Struct, frozen=True):
    """What a chat completion says, before it is written down in one piece or in many."""

    id: str
    created: int
    model: str
    reply: Reply
    choices: int
    call_ids: list[str]

    @property
    def finish_reason(self) -> str:
        """Why the model stopped."""
        if self.reply.tool_call is not None:
            return "tool_calls"
        return "length" if self.reply.cut else "stop"

    @property
    def usage(self) -> Json:
        """The tokens of all choices; cached and reasoning tokens are part of their totals."""
        taken, made = self.reply.input_tokens, self.reply.output_tokens * self.choices
        return {
            "prompt_tokens": taken,
            "completion_tokens": made,
            "total_tokens": taken + made,
            "prompt_tokens_details": {"cached_tokens": self.reply.cached_tokens, "audio_tokens": 0},
            "completion_tokens_details": {
                "reasoning_tokens": self.reply.reasoning_tokens * self.choices,
                "audio_tokens": 0,
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            },
        }


def create(request: Request, _: str) -> Answer | EventStream:
    """Answer `POST /v1/chat/completions`."""
    fields, prompt = read(request)
    said = reply(prompt, request.directives)
    completion = Completion(
        id=identifier("chatcmpl-", request.number, 29),
        created=created_at(request.number),
        model=request.model,
        reply=said,
        choices=fields.get("n") or 1,
        call_ids=[
            identifier("call_", request.number, place=place)
            for place in range(len(said.tool_calls))
        ],
    )
    if fields.get("stream"):
        events = _events(completion, with_usage=includes_usage(fields))
        return EventStream(event_headers(request), events, lambda _: _ERROR)
    return Answer(200, headers(request), msgspec.json.encode(_document(completion)))


def _document(completion: Completion) -> Json:
    return {
        "id": completion.id,
        "object": "chat.completion",
        "created": completion.created,
        "model": completion.model,
        "choices": [_choice(completion, index) for index in range(completion.choices)],
        "usage": completion.usage,
        "service_tier": "default",
        "system_fingerprint": "fp_simulated",
    }


def _choice(completion: Completion, index: int) -> Json:
    said = completion.reply
    silent = bool(said.tool_calls) or said.refused
    message: Json = {
        "role": "assistant",
        "content": None if silent else said.text,
        "refusal": said.text if said.refused else None,
        "annotations": [],
    }
    if said.tool_calls:
        message["tool_calls"] = [
            {
                "id": call_id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call_id, call in zip(completion.call_ids, said.tool_calls, strict=True)
        ]
    return {
        "index": index,
        "message": message,
        "logprobs": None,
        "finish_reason": completion.finish_reason,
    }


def _events(completion: Completion, *, with_usage: bool) -> Iterator[bytes]:
    chunk = _Chunks(completion, with_usage=with_usage)
    indexes = range(completion.choices)
    for index in indexes:
        yield chunk.of(index, _opening(completion))
    for delta in _deltas(completion):
        for index in indexes:
            yield chunk.of(index, delta)
    for index in indexes:
        yield chunk.of(index, {}, completion.finish_reason)
    if with_usage:
        yield chunk.with_usage(completion.usage)
    yield _DONE


def _deltas(completion: Completion) -> Iterator[Json]:
    for place, call in enumerate(completion.reply.tool_calls):
        if place:
            yield {"tool_calls": [_opened(completion, place)]}
        for piece in call.argument_pieces:
            yield {"tool_calls": [{"index": place, "function": {"arguments": piece}}]}
    member = "refusal" if completion.reply.refused else "content"
    for piece in completion.reply.pieces:
        yield {member: piece}


def _opening(completion: Completion) -> Json:
    if not completion.reply.tool_calls:
        return {"role": "assistant", "content": "", "refusal": None}
    opened = [_opened(completion, 0)]
    return {"role": "assistant", "content": None, "tool_calls": opened, "refusal": None}


def _opened(completion: Completion, place: int) -> Json:
    return {
        "index": place,
        "id": completion.call_ids[place],
        "type": "function",
        "function": {"name": completion.reply.tool_calls[place].name, "arguments": ""},
    }


class _Chunks:
    """Writes chunks that share everything but one choice."""

    def __init__(self, completion: Completion, *, with_usage: bool) -> None:
        shared = {
            "id": completion.id,
            "object": "chat.completion.chunk",
            "created": completion.created,
            "model": completion.model,
            "service_tier": "default",
            "system_fingerprint": "fp_simulated",
        }
        # Written once: this is most of what a chunk costs.
        self._head = b"data: " + msgspec.json.encode(shared)[:-1] + b',"choices":['
        self._tail = b'],"usage":null}\n\n' if with_usage else b"]}\n\n"

    def of(self, index: int, delta: Json, finish_reason: str | None = None) -> bytes:
        choice = {
            "index": index,
            "delta": delta,
            "logprobs": None,
            "finish_reason": finish_reason,
        }
        return self._head + msgspec.json.encode(choice) + self._tail

    def with_usage(self, usage: Json) -> bytes:
        return self._head + b'],"usage":' + msgspec.json.encode(usage) + b"}\n\n"
