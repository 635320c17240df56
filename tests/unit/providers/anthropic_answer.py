"""One answer of Anthropic's for tests: `Hello`, whole and as its stream's events."""

import json

_MESSAGE: dict[str, object] = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-haiku-4-5",
    "content": [{"type": "text", "text": "Hello"}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 3, "output_tokens": 5},
}
_BEGUN = _MESSAGE | {"content": [], "stop_reason": None}


def event(kind: str, **members: object) -> bytes:
    """Return one server-sent event of this type."""
    data = json.dumps({"type": kind, **members})
    return f"event: {kind}\ndata: {data}\n\n".encode()


MESSAGE = json.dumps(_MESSAGE).encode()
BEGINNING = [
    event("message_start", message=_BEGUN),
    event("content_block_start", index=0, content_block={"type": "text", "text": ""}),
    event("content_block_delta", index=0, delta={"type": "text_delta", "text": "Hello"}),
]
EVENTS = [
    *BEGINNING,
    event("content_block_stop", index=0),
    event("message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 5}),
    event("message_stop"),
]
