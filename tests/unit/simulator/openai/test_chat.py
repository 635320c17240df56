from typing import Any

import pytest

from ai_gateway.simulator.answer import EventStream
from ai_gateway.simulator.openai import chat
from ai_gateway.simulator.script import REFUSAL
from tests.unit.simulator.sample import HELLO, data, events, read, sent

TOOL = {"type": "function", "function": {"name": "f"}}


def created(**fields: Any) -> Any:
    return chat.create(sent({"model": "gpt", "messages": HELLO, **fields}), "")


def test_a_plain_answer():
    document = read(created(n=2))
    assert document["object"] == "chat.completion"
    assert [choice["message"]["content"] for choice in document["choices"]] == [
        "You said: hello"
    ] * 2
    usage = document["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"], usage["total_tokens"]) == (2, 8, 10)


def test_a_plain_tool_call():
    choice = read(created(tools=[TOOL], tool_choice="required"))["choices"][0]
    assert choice["finish_reason"] == "tool_calls"
    assert choice["message"]["content"] is None
    assert choice["message"]["tool_calls"][0]["function"]["name"] == "f"


def test_a_stream_ends_with_usage_and_done():
    *chunks, usage, done = events(created(stream=True, stream_options={"include_usage": True}))
    assert done == b"[DONE]"
    assert usage["choices"] == []
    assert usage["usage"]["total_tokens"] == 6
    assert [chunk["usage"] for chunk in chunks] == [None] * len(chunks)
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"


def test_a_stream_interleaves_its_choices():
    *chunks, _ = events(created(stream=True, n=2))
    assert [chunk["choices"][0]["index"] for chunk in chunks] == [0, 1] * (len(chunks) // 2)


def test_the_error_event():
    stream = created(stream=True)
    assert isinstance(stream, EventStream)
    assert data(stream.error_event(3))["error"]["type"] == "server_error"


@pytest.mark.parametrize(
    "asked",
    [
        {"tool_choice": "required", "model": "gpt@calls=2"},
        {"messages": [{"role": "user", "content": "call f {} call f {}"}]},
    ],
)
def test_parallel_calls_are_told_apart(asked: dict[str, Any]):
    asked = {"tools": [TOOL], **asked}
    whole = read(created(**asked))["choices"][0]["message"]["tool_calls"]
    *chunks, _ = events(created(stream=True, **asked))
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    calls = [call for delta in deltas for call in delta.get("tool_calls", [])]
    opened = {call["index"]: call["id"] for call in calls if "id" in call}
    assert opened == {place: call["id"] for place, call in enumerate(whole)}
    assert len(set(opened.values())) == 2


def test_a_refusal_stands_beside_no_content():
    message = read(created(model="gpt@refusal"))["choices"][0]["message"]
    assert (message["content"], message["refusal"]) == (None, REFUSAL)
    *chunks, _ = events(created(model="gpt@refusal", stream=True))
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    assert "".join(delta.get("refusal") or "" for delta in deltas) == REFUSAL


def test_stop_is_one_sequence_or_several():
    for stop in ("llo", ["X", "llo"]):
        choice = read(created(stop=stop))["choices"][0]
        assert (choice["message"]["content"], choice["finish_reason"]) == ("You said: he", "stop")
