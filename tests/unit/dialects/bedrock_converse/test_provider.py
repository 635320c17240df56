"""The provider's side of the dialect, put together."""

import json

import pytest

from ai_gateway.core.errors import ProviderDied
from ai_gateway.dialects.bedrock_converse.provider import BedrockConverse
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Message, Request

PROVIDER = BedrockConverse()
REQUEST = Request(model="amazon.nova-pro-v1:0", messages=(Message("user", (Text("hi"),)),))
TURNS = [{"role": "user", "content": [{"text": "hi"}]}]


def test_what_is_asked_is_written() -> None:
    assert json.loads(PROVIDER.write_request(REQUEST, Profile()).body) == {"messages": TURNS}
    counted = json.loads(PROVIDER.write_count_request(REQUEST, Profile()).body)
    assert counted == {"input": {"converse": {"messages": TURNS}}}


def test_what_is_answered_is_read() -> None:
    assert PROVIDER.read_count(b'{"inputTokens":3}') == 3
    body = b'{"output":{"message":{"content":[{"text":"a"}]}},"stopReason":"end_turn"}'
    assert PROVIDER.read_reply(body).answers[0].parts == (Text("a"),)
    assert PROVIDER.read_error(404, b'{"message":"m"}', "b").message == "m"
    with pytest.raises(ProviderDied):
        PROVIDER.event_reader().finish()
