import json

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.azure.content_filter import filtered
from tests.unit.simulator.sample import data, events, read


def chunk(delta: dict[str, str]) -> bytes:
    return b"data: %b\n\n" % json.dumps({"choices": [{"delta": delta}]}).encode()


def test_a_plain_answer_is_judged():
    document = read(filtered(Answer(200, [], b'{"choices": [{"index": 0}]}')))
    assert document["choices"][0]["content_filter_results"]["hate"]["severity"] == "safe"
    assert "jailbreak" in document["prompt_filter_results"][0]["content_filter_results"]


def test_what_is_no_completion_stays():
    answer = Answer(405, [], b'{"error": {}}')
    assert filtered(answer) is answer


def test_a_stream_is_judged_event_by_event():
    source = [chunk({"role": "assistant"}), chunk({"content": "a"}), b"data: [DONE]\n\n"]
    stream = filtered(EventStream([], source, lambda _: b"data: {}\n\n"))
    first, opening, text, done = events(stream)
    assert first["choices"] == []
    assert first["prompt_filter_results"]
    assert opening["choices"][0]["content_filter_results"] == {}
    assert text["choices"][0]["content_filter_results"]["violence"]["filtered"] is False
    assert done == b"[DONE]"
    assert isinstance(stream, EventStream)
    assert data(stream.error_event(0)) == {}
