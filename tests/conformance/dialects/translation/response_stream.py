"""Streams of responses as OpenAI's SDK reads them."""

from typing import Any

import msgspec
from openai import omit
from openai.lib.streaming.responses._responses import ResponseStreamState
from openai.types.responses import ResponseStreamEvent
from pydantic import TypeAdapter

from ai_gateway.dialects.sse import read_events

_EVENT: TypeAdapter[Any] = TypeAdapter(ResponseStreamEvent)


def read_by_sdk(stream: bytes) -> dict[str, Any]:
    """Return the response at the end of `stream`, having fed every event to the SDK's own state.

    Each event is strictly of its type, its name is its type, its number the next; the state
    that the SDK accumulated from the pieces agrees with the response at the end.
    """
    state: ResponseStreamState[Any] = ResponseStreamState(input_tools=omit, text_format=omit)
    last: dict[str, Any] = {}
    for number, event in enumerate(read_events(stream)):
        last = msgspec.json.decode(event.data)
        assert event.name.decode() == last["type"]
        assert last["sequence_number"] == number
        typed = _EVENT.validate_json(event.data)
        assert typed.model_extra == {}
        state.handle_event(typed)
    # Its own name is mangled: what it put together is private to the SDK.
    snapshot = vars(state)["_ResponseStreamState__current_snapshot"]
    assert [_grown(item.to_dict()) for item in snapshot.output] == [
        _grown(item) for item in last["response"]["output"]
    ]
    return last["response"]


def _grown(item: dict[str, Any]) -> object:
    """Return what of an item the SDK's state puts together from deltas."""
    if item["type"] == "message":
        return [part.get("text") for part in item["content"]]
    return item.get("arguments")
