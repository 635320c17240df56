from ai_gateway.simulator.google.platform import GEMINI_API, VERTEX_AI


def test_only_the_gemini_api_numbers_calls():
    assert GEMINI_API.numbers_calls
    assert not VERTEX_AI.numbers_calls


def test_each_takes_what_the_other_does_not():
    labels = {"contents": [], "labels": {"a": "b"}}
    assert [fault.rule for fault in GEMINI_API.generate.faults(labels, ())] == ["unknown"]
    assert not list(VERTEX_AI.generate.faults(labels, ()))
    inner = {"generateContentRequest": {"contents": []}}
    assert not list(GEMINI_API.count.faults(inner, ()))
    assert [fault.rule for fault in VERTEX_AI.count.faults(inner, ())] == ["unknown"]
