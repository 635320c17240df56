from ai_gateway.simulator.openai.responses_stream import error_event, events
from ai_gateway.simulator.script import Reply, ToolCall
from tests.unit.simulator.sample import data

ITEM = {"id": "msg_1", "type": "message", "content": [{"type": "output_text", "text": "a b"}]}
CALL = ToolCall("f", '{"city":"example"}')


def said(call: ToolCall | None) -> Reply:
    return Reply(["a", " b"] if call is None else [], [call] if call else [], "", False, 1, 1, 0, 0)


def test_numbers_its_events_and_ends_with_the_status():
    document = {"status": "incomplete", "output": [ITEM]}
    made = [data(event) for event in events(document, said(None))]
    assert [event["sequence_number"] for event in made] == list(range(10))
    assert made[0]["response"]["status"] == "in_progress"
    assert made[-1]["type"] == "response.incomplete"
    assert made[-1]["response"] == document
    assert [event["delta"] for event in made if "delta" in event] == ["a", " b"]


def test_sends_arguments_in_pieces():
    item = {"id": "fc_1", "type": "function_call", "name": "f", "arguments": CALL.arguments}
    made = [data(event) for event in events({"status": "completed", "output": [item]}, said(CALL))]
    assert "".join(event.get("delta", "") for event in made) == CALL.arguments
    assert made[2]["item"]["arguments"] == ""


def test_the_error_event_nests_its_error():
    event = data(error_event(4))
    assert (event["type"], event["sequence_number"]) == ("error", 4)
    assert event["error"]["code"] == "server_error"


def test_a_thought_comes_with_its_summary_before_the_answer():
    summary = [{"type": "summary_text", "text": "hm"}]
    thought = {"id": "rs_1", "type": "reasoning", "summary": summary}
    made = [
        data(event)
        for event in events({"status": "completed", "output": [thought, ITEM]}, said(None))
    ]
    told = [event for event in made if event["type"].startswith("response.reasoning_summary")]
    assert [event["output_index"] for event in told] == [0] * 4
    assert told[1]["delta"] == told[2]["text"] == "hm"
    assert {event["output_index"] for event in made[8:-1]} == {1}
