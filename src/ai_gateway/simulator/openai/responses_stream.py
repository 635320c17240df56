"""The events of a streamed response.

Source: platform.openai.com/docs/api-reference/responses-streaming. The error event alone is not
as that page has it: the API nests the error under `error`, beside which the SDK raises.
"""

from collections.abc import Iterator

import msgspec

from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.openai.errors import STREAM_MESSAGE
from ai_gateway.simulator.script import Reply, ToolCall


class _Numbered:
    """Writes events with their place in the sequence."""

    def __init__(self) -> None:
        self._next = 0

    def event(self, kind: str, **fields: object) -> bytes:
        document = {"type": kind, "sequence_number": self._next, **fields}
        self._next += 1
        return b"event: %b\ndata: %b\n\n" % (kind.encode(), msgspec.json.encode(document))


def error_event(number: int) -> bytes:
    """Return the event that ends a stream in an error, as number `number` of the sequence."""
    error = {
        "type": "server_error",
        "code": "server_error",
        "message": STREAM_MESSAGE,
        "param": None,
    }
    document = {"type": "error", "sequence_number": number, "error": error}
    return b"event: error\ndata: %b\n\n" % msgspec.json.encode(document)


def events(document: Json, said: Reply) -> Iterator[bytes]:
    """Write the finished response `document` as the events that lead to it."""
    numbered = _Numbered()
    begun: Json = document | {
        "status": "in_progress",
        "completed_at": None,
        "incomplete_details": None,
        "output": [],
        "usage": None,
    }
    yield numbered.event("response.created", response=begun)
    yield numbered.event("response.in_progress", response=begun)
    for index, item in enumerate(document["output"]):
        if item["type"] == "reasoning":
            yield from _reasoning_events(numbered, index, item)
        elif item["type"] == "message":
            yield from _message_events(numbered, index, item, said)
        else:
            yield from _call_events(numbered, index, item)
        yield numbered.event("response.output_item.done", output_index=index, item=item)
    yield numbered.event(f"response.{document['status']}", response=document)


def _reasoning_events(numbered: _Numbered, index: int, item: Json) -> Iterator[bytes]:
    opened: Json = item | {"summary": []}
    yield numbered.event("response.output_item.added", output_index=index, item=opened)
    for place, part in enumerate(item["summary"]):
        at = {"item_id": item["id"], "output_index": index, "summary_index": place}
        kind = "response.reasoning_summary"
        yield numbered.event(f"{kind}_part.added", **at, part=part | {"text": ""})
        yield numbered.event(f"{kind}_text.delta", **at, delta=part["text"])
        yield numbered.event(f"{kind}_text.done", **at, text=part["text"])
        yield numbered.event(f"{kind}_part.done", **at, part=part)


def _message_events(numbered: _Numbered, index: int, item: Json, said: Reply) -> Iterator[bytes]:
    opened: Json = item | {"status": "in_progress", "content": []}
    yield numbered.event("response.output_item.added", output_index=index, item=opened)
    at = {"item_id": item["id"], "output_index": index, "content_index": 0}
    part = item["content"][0]
    member = "refusal" if said.refused else "text"
    kind = "response.refusal" if said.refused else "response.output_text"
    extra: Json = {} if said.refused else {"logprobs": []}
    yield numbered.event("response.content_part.added", **at, part=part | {member: ""})
    for piece in said.pieces:
        yield numbered.event(f"{kind}.delta", **at, delta=piece, **extra)
    yield numbered.event(f"{kind}.done", **at, **{member: part[member]}, **extra)
    yield numbered.event("response.content_part.done", **at, part=part)


def _call_events(numbered: _Numbered, index: int, item: Json) -> Iterator[bytes]:
    opened = item | {"status": "in_progress", "arguments": ""}
    yield numbered.event("response.output_item.added", output_index=index, item=opened)
    at = {"item_id": item["id"], "output_index": index}
    kind = "response.function_call_arguments"
    for piece in ToolCall(item["name"], item["arguments"]).argument_pieces:
        yield numbered.event(f"{kind}.delta", **at, delta=piece)
    yield numbered.event(f"{kind}.done", **at, arguments=item["arguments"], name=item["name"])
