from typing import Any

from ai_gateway.simulator.anthropic import messages
from ai_gateway.simulator.script import REFUSAL
from tests.unit.simulator.sample import HELLO, events, read, sent

TOOLS = [{"name": "f", "input_schema": {"properties": {"a": {"type": "integer"}}}}]


def created(**fields: Any) -> Any:
    body = {"model": "claude", "max_tokens": 2000, "messages": HELLO, **fields}
    return messages.create(sent(body), "")


def test_a_plain_answer():
    message = read(created())
    assert message["content"] == [{"type": "text", "text": "You said: hello"}]
    assert (message["stop_reason"], message["usage"]["input_tokens"]) == ("end_turn", 2)


def test_cached_tokens_are_no_part_of_the_input():
    usage = read(created(model="claude@cached=1"))["usage"]
    assert (usage["input_tokens"], usage["cache_read_input_tokens"]) == (1, 1)


def test_a_tool_call():
    message = read(created(tools=TOOLS, tool_choice={"type": "any"}))
    assert message["content"][0]["input"] == {"a": 1}
    assert message["stop_reason"] == "tool_use"


def test_a_stream_starts_empty_and_ends_with_usage():
    made = events(created(stream=True))
    assert made[0]["message"]["content"] == []
    assert made[0]["message"]["usage"]["output_tokens"] == 1
    assert made[2] == {"type": "ping"}
    assert made[-2]["usage"] == {
        "input_tokens": 2,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "output_tokens": 4,
    }
    assert made[-1] == {"type": "message_stop"}


def test_a_streamed_thought_comes_first_with_its_signature():
    made = events(created(stream=True, thinking={"type": "enabled", "budget_tokens": 1024}))
    kinds = [event["delta"]["type"] for event in made if event["type"] == "content_block_delta"]
    assert kinds[:2] == ["thinking_delta", "signature_delta"]
    assert set(kinds[2:]) == {"text_delta"}


def test_a_streamed_tool_call_starts_with_an_empty_piece():
    made = events(created(stream=True, tools=TOOLS, tool_choice={"type": "any"}))
    deltas = [event["delta"] for event in made if event["type"] == "content_block_delta"]
    pieces = [delta["partial_json"] for delta in deltas]
    assert pieces[0] == ""
    assert "".join(pieces) == '{"a":1}'
    assert made[1]["content_block"]["input"] == {}


def test_counts_what_it_bills():
    counted = read(messages.count(sent({"model": "claude", "messages": HELLO}), ""))
    assert counted == {"input_tokens": read(created())["usage"]["input_tokens"]}


def test_parallel_calls_are_told_apart():
    asked = {"tools": TOOLS, "tool_choice": {"type": "any"}, "model": "claude@calls=2"}
    calls = read(created(**asked))["content"]
    assert len({call["id"] for call in calls}) == len(calls) == 2
    made = events(created(stream=True, **asked))
    opened = [event["content_block"] for event in made if event["type"] == "content_block_start"]
    assert [block["id"] for block in opened] == [call["id"] for call in calls]


def test_why_it_stopped():
    refused, stopped = created(model="claude@refusal"), created(stop_sequences=["llo"])
    declined = read(refused)
    assert (declined["content"], declined["stop_reason"]) == ([], "refusal")
    assert declined["stop_details"]["explanation"] == REFUSAL
    delta = events(created(stream=True, model="claude@refusal"))[-2]["delta"]
    assert delta["stop_details"] == declined["stop_details"]
    message = read(stopped)
    assert (message["stop_reason"], message["stop_sequence"]) == ("stop_sequence", "llo")
    assert events(created(stream=True, stop_sequences=["llo"]))[-2]["delta"] == {
        "stop_reason": "stop_sequence",
        "stop_sequence": "llo",
    }


def test_thinking_is_counted_within_the_output():
    usage = read(created(model="claude@reasoning=3"))["usage"]
    assert usage["output_tokens_details"] == {"thinking_tokens": 3}
    assert usage["output_tokens"] == 4 + 3
