from typing import Any

from ai_gateway.simulator.answer import EventStream
from ai_gateway.simulator.openai import chat
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
