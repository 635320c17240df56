from ai_gateway.simulator.openai.responses_stream import error_event, events
from ai_gateway.simulator.script import Reply, ToolCall
from tests.unit.simulator.sample import data

ITEM = {"id": "msg_1", "content": [{"type": "output_text", "text": "a b"}]}
CALL = ToolCall("f", '{"city":"example"}')


def said(call: ToolCall | None) -> Reply:
    return Reply(["a", " b"] if call is None else [], call, "", False, 1, 1, 0, 0)


def test_numbers_its_events_and_ends_with_the_status():
    document = {"status": "incomplete", "output": [ITEM]}
    made = [data(event) for event in events(document, said(None))]
    assert [event["sequence_number"] for event in made] == list(range(10))
    assert made[0]["response"]["status"] == "in_progress"
    assert made[-1]["type"] == "response.incomplete"
    assert made[-1]["response"] == document
    assert [event["delta"] for event in made if "delta" in event] == ["a", " b"]


def test_sends_arguments_in_pieces():
    item = {"id": "fc_1", "name": "f", "arguments": CALL.arguments}
    made = [data(event) for event in events({"status": "completed", "output": [item]}, said(CALL))]
    assert "".join(event.get("delta", "") for event in made) == CALL.arguments
    assert made[2]["item"]["arguments"] == ""


def test_the_error_event_nests_its_error():
    event = data(error_event(4))
    assert (event["type"], event["sequence_number"]) == ("error", 4)
    assert event["error"]["code"] == "server_error"
