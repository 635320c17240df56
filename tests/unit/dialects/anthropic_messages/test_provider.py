"""The provider's side hands each obligation to the module that fulfils it."""

import json

import pytest

from ai_gateway.core.errors import ProviderDied
from ai_gateway.dialects.anthropic_messages.provider import AnthropicProvider
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Message, Request

PROVIDER = AnthropicProvider()
REQUEST = Request(model="m", messages=(Message("user", (Text("x"),)),))


def test_a_message_is_bounded_by_the_model_and_a_count_is_not() -> None:
    profile = Profile(max_output=777)
    asked = json.loads(PROVIDER.write_request(REQUEST, profile).body)
    counted = json.loads(PROVIDER.write_count_request(REQUEST, profile).body)
    assert asked == counted | {"max_tokens": 777}


def test_answers() -> None:
    body = b'{"id":"i","model":"m","content":[{"type":"text","text":"hi"}]}'
    assert PROVIDER.read_reply(body).answers[0].parts == (Text("hi"),)
    assert PROVIDER.read_count(b'{"input_tokens":7}') == 7


def test_each_stream_has_its_own_reader() -> None:
    assert PROVIDER.event_reader() is not PROVIDER.event_reader()
    with pytest.raises(ProviderDied):
        PROVIDER.event_reader().finish()


def test_errors() -> None:
    assert PROVIDER.read_error(529, b"", "p").status == 529
