from ai_gateway.simulator.anthropic.headers import headers, request_id
from tests.unit.simulator.sample import sent


def test_sends_what_anthropic_sends():
    found = dict(headers(sent()))
    assert found[b"request-id"] == request_id(sent()).encode()
    assert request_id(sent(number=2)) != request_id(sent())
    for kind in (b"requests", b"input-tokens", b"output-tokens"):
        for part in (b"limit", b"remaining", b"reset"):
            assert b"anthropic-ratelimit-%b-%b" % (kind, part) in found
