import re

from ai_gateway.simulator.bedrock.headers import headers, invocation_headers
from tests.unit.simulator.sample import sent


def test_a_request_identifier_is_a_uuid():
    found = dict(headers(sent()))
    assert re.fullmatch(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", found[b"x-amzn-requestid"])
    assert found != dict(headers(sent(number=2)))


def test_an_invocation_has_its_usage_there():
    assert (b"x-amzn-bedrock-input-token-count", b"7") in invocation_headers(sent(), 7)
