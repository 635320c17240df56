"""The parts of an answer, as the items of a response's output."""

from collections.abc import Iterable, Sequence

from ai_gateway.dialects.neutral.content import (
    Part,
    RedactedThinking,
    Refusal,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.reply import Answer, Stop, TokenLogprob
from ai_gateway.dialects.openai_responses import web_search
from ai_gateway.dialects.openai_responses.annotations import write_citations
from ai_gateway.dialects.openai_responses.custom_tool import write_custom_call
from ai_gateway.dialects.openai_responses.reasoning import carrier, write_reasoning

Item = dict[str, object]

DECLINED = Refusal("The model declined to answer.")
"""What a refusal says whose model gave no words."""

INCOMPLETE: dict[Stop, str | None] = {
    "length": "max_output_tokens",
    "content_filter": "content_filter",
    "pause": None,
}
"""Why a response is not complete; `pause` has no word of OpenAI's."""


def write_output(
    answer: Answer, response_id: str, custom: frozenset[str] = frozenset()
) -> list[Item]:
    """Return the items of `answer`, named after the response and their place.

    `custom` are the functions that stand for custom tools, none unless the caller has some.
    """
    parts = list(answer.parts)
    if answer.stop == "refusal" and not any(isinstance(part, Refusal) for part in parts):
        parts.append(DECLINED)
    items: list[Item] = []
    content: list[Item] | None = None
    logprobs = answer.logprobs or ()
    for part in parts:
        if isinstance(part, Text | Refusal):
            if content is None:
                content = []
                items.append(message_item(item_id("msg", response_id, len(items)), content))
            content.append(content_part(part, logprobs))
            if isinstance(part, Text):
                logprobs = ()  # the wire has them at each text: the first takes the answer's
            continue
        content = None
        if isinstance(part, ToolCall) and part.name in custom:
            items += _write_custom(part, response_id, len(items))
        else:
            items += write_part(part, response_id, len(items))
    if content is not None:
        items[-1]["status"] = last_status(answer.stop)
    return items


def item_id(prefix: str, response_id: str, index: int) -> str:
    """Return the name of the item at `index`: nothing here may be left to chance."""
    return f"{prefix}_{response_id.removeprefix('resp_')}_{index}"


def last_status(stop: Stop) -> str:
    """Return the status of the message with which an answer stopped so."""
    return "incomplete" if stop in INCOMPLETE else "completed"


def message_item(message_id: str, content: Sequence[Item], status: str = "completed") -> Item:
    """Return a message (`openai.types.responses.ResponseOutputMessage`)."""
    return {
        "id": message_id,
        "type": "message",
        "role": "assistant",
        "status": status,
        "content": content,
    }


def content_part(part: Text | Refusal, logprobs: Iterable[TokenLogprob] = ()) -> Item:
    """Return a piece of a message's content."""
    if isinstance(part, Refusal):
        return {"type": "refusal", "refusal": part.text}
    return {
        "type": "output_text",
        "text": part.text,
        "annotations": write_citations(part.citations, len(part.text)),
        "logprobs": write_logprobs(logprobs),
    }


def write_logprobs(logprobs: Iterable[TokenLogprob]) -> list[Item]:
    """Return tokens with their log-probabilities (`ResponseOutputText.logprobs`)."""
    return [
        _token(one.token, one.logprob)
        | {"top_logprobs": [_token(token, logprob) for token, logprob in one.top]}
        for one in logprobs
    ]


def _token(token: str, logprob: float) -> Item:
    return {"token": token, "logprob": logprob, "bytes": list(token.encode())}


def write_part(part: Part, response_id: str, index: int) -> list[Item]:
    """Return the items of a part that is in no message, the first at `index`.

    What has no item of its own travels in a reasoning item that says nothing, so that it comes
    back with the caller's next request.
    """
    match part:
        case ToolCall():
            item = call_item(part, item_id("fc", response_id, index))
            return [item, *_signature(part, response_id, index + 1)]
        case Thinking() | RedactedThinking():
            return [write_reasoning(part, item_id("rs", response_id, index))]
        case ServerToolCall(name=web_search.NAME):
            return [web_search.write_search(part)]
        case ServerToolCall() | ServerToolResult():
            return [carrier(item_id("rs", response_id, index), part)]
        case _:
            # No model of today answers with pictures or sound in the neutral form.
            return []


def _write_custom(call: ToolCall, response_id: str, index: int) -> list[Item]:
    item = write_custom_call(call, item_id("ctc", response_id, index))
    return [item, *_signature(call, response_id, index + 1)]


def _signature(call: ToolCall, response_id: str, index: int) -> list[Item]:
    if not call.signature:
        return []
    return [signature_item(call, item_id("rs", response_id, index))]


def call_item(call: ToolCall, call_item_id: str, status: str = "completed") -> Item:
    """Return a call (`openai.types.responses.ResponseFunctionToolCall`)."""
    return {
        "id": call_item_id,
        "type": "function_call",
        "status": status,
        "call_id": call.id,
        "name": call.name,
        # Callers parse it, and "" is no JSON.
        "arguments": call.arguments or "{}",
    }


def signature_item(call: ToolCall, carrier_id: str) -> Item:
    """Return the item that carries the signature of `call`, which itself has no place for it."""
    return carrier(carrier_id, ToolCall(call.id, call.name, "", call.signature))
