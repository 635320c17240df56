"""What Azure's content filter adds to chat completions; here it never finds anything.

Source: learn.microsoft.com/azure/ai-services/openai/concepts/content-filter.
"""

from collections.abc import Iterable, Iterator

import msgspec

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.jsonvalue import Json, is_object, objects

_CATEGORIES = ("hate", "self_harm", "sexual", "violence")

_SAFE: Json = {name: {"filtered": False, "severity": "safe"} for name in _CATEGORIES}
_PROMPT: list[Json] = [
    {
        "prompt_index": 0,
        "content_filter_results": _SAFE | {"jailbreak": {"filtered": False, "detected": False}},
    }
]

# Azure judges the prompt before there is an answer: its fields are still empty.
_FIRST_EVENT = b"data: %b\n\n" % msgspec.json.encode(
    {
        "choices": [],
        "created": 0,
        "id": "",
        "model": "",
        "object": "",
        "prompt_filter_results": _PROMPT,
    }
)

_DATA = b"data: "


def filtered(answer: Answer | EventStream) -> Answer | EventStream:
    """Return the chat completion `answer` with the results of the filter in it."""
    if isinstance(answer, EventStream):
        return EventStream(answer.headers, _filtered_events(answer.events), answer.error_event)
    document = msgspec.json.decode(answer.body)
    if not is_object(document) or "choices" not in document:
        return answer
    document["prompt_filter_results"] = _PROMPT
    for choice in objects(document["choices"]):
        choice["content_filter_results"] = _SAFE
    return Answer(answer.status, answer.headers, msgspec.json.encode(document))


def _filtered_events(events: Iterable[bytes]) -> Iterator[bytes]:
    yield _FIRST_EVENT
    for event in events:
        if not event.startswith(_DATA + b"{"):
            yield event
            continue
        chunk = msgspec.json.decode(event[len(_DATA) :])
        for choice in objects(chunk["choices"]):
            # A delta without text has nothing to judge.
            choice["content_filter_results"] = _SAFE if choice["delta"].get("content") else {}
        yield b"%b%b\n\n" % (_DATA, msgspec.json.encode(chunk))
