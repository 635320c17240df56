from ai_gateway.simulator.openai.headers import event_headers, headers
from tests.unit.simulator.sample import sent


def test_sends_what_openai_sends():
    found = dict(headers(sent(number=7)))
    assert found[b"content-type"] == b"application/json"
    assert found[b"x-request-id"].startswith(b"req_")
    assert found[b"x-request-id"] != dict(headers(sent(number=8)))[b"x-request-id"]
    assert {b"openai-processing-ms", b"openai-version", b"openai-organization"} <= found.keys()
    for kind in (b"limit", b"remaining", b"reset"):
        assert {b"x-ratelimit-%b-requests" % kind, b"x-ratelimit-%b-tokens" % kind} <= found.keys()


def test_a_stream_says_that_it_is_one():
    assert dict(event_headers(sent()))[b"content-type"] == b"text/event-stream; charset=utf-8"
