"""A caller's stream, from its first chunk to its end."""

import json
from typing import Any

from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.event import (
    Ended,
    Event,
    Failed,
    Metered,
    PartEnded,
    PartStarted,
    Started,
    Stopped,
    TextGrew,
)
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_chat.event_writer import ChatEventWriter
from ai_gateway.dialects.sse import read_events

PLAIN = Request(model="m", messages=())
METERED = Request(model="m", messages=(), include_usage=True)
BEGUN = Started("r", "m", 5, Tokens(input=7), "standard")


def write(*events: Event, request: Request = PLAIN) -> list[Any]:
    written = [event.data for event in read_events(ChatEventWriter(request).write(events))]
    return [data if data == b"[DONE]" else json.loads(data) for data in written]


def test_a_stream_is_written_from_its_beginning_to_its_end() -> None:
    frame = {
        "id": "r",
        "object": "chat.completion.chunk",
        "created": 5,
        "model": "m",
        "service_tier": "default",
    }

    def chunk(delta: object, finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return {**frame, "choices": [choice]}

    assert write(
        BEGUN,
        PartStarted(0, 0, Text("")),
        TextGrew(0, 0, "hi"),
        PartEnded(0, 0),
        Stopped(0, "end"),
        Metered(Tokens(output=2)),
        Ended(),
    ) == [
        chunk({"role": "assistant", "content": "", "refusal": None}),
        chunk({"content": "hi"}),
        chunk({}, "stop"),
        b"[DONE]",
    ]


def test_usage_is_for_those_who_asked_and_later_counts_replace_earlier_ones() -> None:
    meter = Metered(Tokens(output=2, cache_read=3))
    first, last, done = write(BEGUN, Metered(Tokens(output=1)), meter, Ended(), request=METERED)
    assert first["usage"] is None
    assert last["choices"] == []
    assert last["usage"] == {
        "prompt_tokens": 10,
        "completion_tokens": 2,
        "total_tokens": 12,
        "prompt_tokens_details": {"cached_tokens": 3},
    }
    assert done == b"[DONE]"


def test_usage_that_nobody_reported_is_not_made_up() -> None:
    chunks = write(Started("r", "m"), Ended(), request=METERED)
    assert [chunk for chunk in chunks if chunk != b"[DONE]" and chunk["usage"]] == []


def test_what_nobody_knows_is_not_made_up() -> None:
    (chunk,) = write(Started("r", "m"))
    assert chunk["created"] == 0
    assert "service_tier" not in chunk


def test_each_answer_begins_when_it_is_first_heard_of() -> None:
    chunks = write(BEGUN, PartStarted(1, 0, Text("")), TextGrew(1, 0, "b"), Stopped(1, "length"))
    assert [chunk["choices"][0]["index"] for chunk in chunks] == [0, 1, 1, 1]
    assert chunks[1]["choices"][0]["delta"]["role"] == "assistant"


def test_a_failure_is_the_end() -> None:
    _, failure = write(BEGUN, Failed(529, "overloaded"))
    assert failure == {
        "error": {
            "message": "overloaded",
            "type": "server_error",
            "param": None,
            "code": "provider_error",
        }
    }


def test_events_that_say_nothing_yet_are_no_bytes() -> None:
    writer = ChatEventWriter(PLAIN)
    assert writer.write([]) == b""
    assert writer.write([BEGUN])
    assert writer.write([PartStarted(0, 0, Text("")), Metered(Tokens(output=1))]) == b""
