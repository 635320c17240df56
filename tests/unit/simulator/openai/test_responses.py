from typing import Any

from ai_gateway.simulator.openai.responses import Responses
from ai_gateway.simulator.script import REFUSAL
from tests.unit.simulator.sample import events, read, refused, sent


def request(number: int = 1, **fields: Any) -> Any:
    return sent({"model": "gpt", "input": "hello", **fields}, number=number)


def test_repeats_what_was_asked_and_fills_in_the_rest():
    document = read(Responses().create(request(temperature=0.5, metadata={"a": "b"}), ""))
    assert (document["temperature"], document["metadata"]) == (0.5, {"a": "b"})
    assert (document["truncation"], document["tools"], document["error"]) == ("disabled", [], None)
    assert document["text"] == {"format": {"type": "text"}, "verbosity": "medium"}


def test_continues_a_conversation():
    responses = Responses()
    first = read(responses.create(request(), ""))
    second = read(responses.create(request(2, previous_response_id=first["id"]), ""))
    # hello, "You said: hello" and hello again.
    assert second["usage"]["input_tokens"] == -(-(5 + 15 + 5) // 4)
    items = read(responses.items(sent(), second["id"]))
    assert [item["role"] for item in items["data"]] == ["user", "assistant", "user"]


def test_a_background_response_is_done_when_asked_for():
    responses = Responses()
    queued = read(responses.create(request(background=True), ""))
    assert (queued["status"], queued["output"]) == ("queued", [])
    assert read(responses.retrieve(sent(), queued["id"]))["status"] == "completed"
    assert read(responses.cancel(sent(), queued["id"]))["status"] == "cancelled"


def test_what_is_gone_is_not_found():
    responses = Responses()
    key = read(responses.create(request(), ""))["id"]
    assert read(responses.delete(sent(), key))["deleted"]
    for method in (responses.retrieve, responses.delete, responses.items, responses.cancel):
        assert refused(lambda method=method: method(sent(), key))[0] == 404


def test_streams_what_it_keeps():
    responses = Responses()
    last = events(responses.create(request(stream=True), ""))[-1]
    assert read(responses.retrieve(sent(), last["response"]["id"])) == last["response"]


def test_a_thought_is_shown_as_far_as_it_is_asked_for():
    asked: dict[str, Any] = {"reasoning": {"effort": "low"}}
    thought, message = read(Responses().create(request(**asked), ""))["output"]
    assert (thought["type"], thought["summary"], message["type"]) == ("reasoning", [], "message")
    assert "encrypted_content" not in thought
    asked = {
        "reasoning": {"effort": "low", "summary": "auto"},
        "include": ["reasoning.encrypted_content"],
    }
    thought = read(Responses().create(request(**asked), ""))["output"][0]
    assert thought["encrypted_content"].startswith("gAAAA")
    assert thought["summary"][0]["text"] == "The last message has 5 characters."


def test_a_refusal_is_a_part_of_its_own():
    message = read(Responses().create(request(model="gpt@refusal"), ""))["output"][0]
    assert message["content"] == [{"type": "refusal", "refusal": REFUSAL}]
    made = events(Responses().create(request(model="gpt@refusal", stream=True), ""))
    deltas = [event["delta"] for event in made if event["type"] == "response.refusal.delta"]
    assert "".join(deltas) == REFUSAL


def test_parallel_calls_are_told_apart():
    tools = [{"type": "function", "name": "f", "parameters": {}}]
    asked: dict[str, Any] = {"model": "gpt@calls=2", "tools": tools, "tool_choice": "required"}
    calls = read(Responses().create(request(**asked), ""))["output"]
    assert len({call["call_id"] for call in calls}) == len(calls) == 2
    made = events(Responses().create(request(**asked, stream=True), ""))
    done = [event for event in made if event["type"] == "response.output_item.done"]
    assert [event["output_index"] for event in done] == [0, 1]
