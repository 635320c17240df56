"""Responses: made, streamed, kept, continued, cancelled and deleted.

Source: platform.openai.com/docs/api-reference/responses.
"""

import base64
from typing import Any

import msgspec

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.jsonvalue import Json, is_array, is_object
from ai_gateway.simulator.openai.errors import refuse
from ai_gateway.simulator.openai.headers import event_headers, headers
from ai_gateway.simulator.openai.responses_request import (
    check_results,
    input_items,
    prompt,
    read,
)
from ai_gateway.simulator.openai.responses_stream import error_event, events
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import Reply, created_at, identifier, reply
from ai_gateway.simulator.shelf import Shelf

# Enough for any test; one that needs more should delete what it made.
_KEPT = 1000


class Kept(msgspec.Struct):
    """A response that can be asked for again, and the items of all its turns before it."""

    document: Json
    items: list[Json]


class Responses:
    """The responses of one simulator."""

    def __init__(self) -> None:
        self._kept: Shelf[Kept] = Shelf(_KEPT)

    def create(self, request: Request, _: str) -> Answer | EventStream:
        """Answer `POST /v1/responses`."""
        fields = read(request)
        earlier = self._earlier(request, fields)
        made = prompt(fields, earlier)
        items = [*earlier, *input_items(fields)]
        check_results(request, items)
        said = reply(made, request.directives)
        document = self._document(request, fields, said)
        if fields.get("store") is not False:
            self._kept.put(document["id"], Kept(dict(document), items))
        if fields.get("stream"):
            stream = events(document, said)
            return EventStream(event_headers(request), stream, error_event)
        if fields.get("background"):
            document |= {"status": "queued", "output": [], "usage": None, "completed_at": None}
        return Answer(200, headers(request), msgspec.json.encode(document))

    def retrieve(self, request: Request, key: str) -> Answer:
        """Answer `GET /v1/responses/{id}`."""
        return self._answer(request, self._find(request, key).document)

    def delete(self, request: Request, key: str) -> Answer:
        """Answer `DELETE /v1/responses/{id}`."""
        self._find(request, key)
        self._kept.pop(key)
        return self._answer(request, {"id": key, "object": "response", "deleted": True})

    def cancel(self, request: Request, key: str) -> Answer:
        """Answer `POST /v1/responses/{id}/cancel`, which only background responses take."""
        kept = self._find(request, key)
        if not kept.document["background"]:
            raise refuse(request, "Cannot cancel a synchronous response.")
        kept.document |= {"status": "cancelled", "output": [], "usage": None, "completed_at": None}
        return self._answer(request, kept.document)

    def items(self, request: Request, key: str) -> Answer:
        """Answer `GET /v1/responses/{id}/input_items`, the newest first."""
        kept = self._find(request, key)
        data = [_listed(item, key, index) for index, item in enumerate(kept.items)][::-1]
        page = {
            "object": "list",
            "data": data,
            "first_id": data[0]["id"],
            "last_id": data[-1]["id"],
            "has_more": False,
        }
        return self._answer(request, page)

    def _answer(self, request: Request, document: Json) -> Answer:
        return Answer(200, headers(request), msgspec.json.encode(document))

    def _find(self, request: Request, key: str) -> Kept:
        kept = self._kept.get(key)
        if kept is None:
            raise refuse(request, f"Response with id '{key}' not found.", status=404)
        return kept

    def _earlier(self, request: Request, fields: Json) -> list[Json]:
        """Return the items of the turns that this one continues."""
        key = fields.get("previous_response_id")
        if key is None:
            return []
        kept = self._kept.get(key)
        if kept is None:
            message = f"Previous response with id '{key}' not found."
            param = "previous_response_id"
            raise refuse(request, message, param=param, code="previous_response_not_found")
        return [*kept.items, *kept.document["output"]]

    def _document(self, request: Request, fields: Json, said: Reply) -> Json:
        created = created_at(request.number)
        document: Json = {
            "id": identifier("resp_", request.number, 48),
            "object": "response",
            "created_at": created,
            "status": "incomplete" if said.cut else "completed",
            "completed_at": None if said.cut else created,
            "error": None,
            "incomplete_details": {"reason": "max_output_tokens"} if said.cut else None,
            "model": request.model,
            "output": _output(request, fields, said),
            "reasoning": {"effort": None, "summary": None} | (fields.get("reasoning") or {}),
            "text": _text_config(fields.get("text")),
            "usage": _usage(said),
        }
        return document | {name: fields.get(name, value) for name, value in _DEFAULTS.items()}


# What a response repeats from its request, with what stands there where the request was silent.
_DEFAULTS: Json = {
    "background": False,
    "instructions": None,
    "max_output_tokens": None,
    "max_tool_calls": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "prompt_cache_key": None,
    "safety_identifier": None,
    "service_tier": "default",
    "store": True,
    "temperature": 1.0,
    "tool_choice": "auto",
    "tools": [],
    "top_logprobs": 0,
    "top_p": 1.0,
    "truncation": "disabled",
    "user": None,
}

_ITEM_PREFIX = {"message": "msg", "function_call": "fc", "function_call_output": "fco"}


def _text_config(given: object) -> Json:
    default: dict[str, Any] = {"format": {"type": "text"}, "verbosity": "medium"}
    return default | given if is_object(given) else default


def _output(request: Request, fields: Json, said: Reply) -> list[Json]:
    items = [_reasoning(request, fields, said.thinking)] if said.thinking else []
    if not said.tool_calls:
        return [*items, _message(request, said)]
    return items + [
        {
            "id": identifier("fc_", request.number, 48, place),
            "type": "function_call",
            "status": "completed",
            "arguments": call.arguments,
            "call_id": identifier("call_", request.number, place=place),
            "name": call.name,
        }
        for place, call in enumerate(said.tool_calls)
    ]


def _reasoning(request: Request, fields: Json, thinking: str) -> Json:
    item: Json = {
        "id": identifier("rs_", request.number, 48),
        "type": "reasoning",
        "summary": [],
    }
    if fields["reasoning"].get("summary"):
        item["summary"] = [{"type": "summary_text", "text": thinking}]
    if "reasoning.encrypted_content" in (fields.get("include") or []):
        # Opaque to callers, who have to send it back as it is.
        item["encrypted_content"] = "gAAAA" + base64.b64encode(thinking.encode()).decode()
    return item


def _message(request: Request, said: Reply) -> Json:
    status = "incomplete" if said.cut else "completed"
    part: Json = {"type": "output_text", "annotations": [], "logprobs": [], "text": said.text}
    if said.refused:
        part = {"type": "refusal", "refusal": said.text}
    return {
        "id": identifier("msg_", request.number, 48),
        "type": "message",
        "status": status,
        "content": [part],
        "role": "assistant",
    }


def _usage(said: Reply) -> Json:
    return {
        "input_tokens": said.input_tokens,
        "input_tokens_details": {"cached_tokens": said.cached_tokens, "cache_write_tokens": 0},
        "output_tokens": said.output_tokens,
        "output_tokens_details": {"reasoning_tokens": said.reasoning_tokens},
        "total_tokens": said.input_tokens + said.output_tokens,
    }


def _listed(item: Json, key: str, index: int) -> Json:
    """Return an item as the list shows it: with an identifier, its content in parts."""
    kind = item.get("type") or "message"
    listed = {"id": f"{_ITEM_PREFIX.get(kind, 'item')}_{index}_{key}", **item, "type": kind}
    listed.setdefault("status", "completed")
    if kind == "message" and not is_array(item.get("content")):
        listed["content"] = [{"type": "input_text", "text": item.get("content")}]
    return listed
