"""The caller's side hands each obligation to the module that fulfils it."""

import json

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.anthropic_messages.caller import AnthropicCaller
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.event import Started
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.neutral.request import Request

CALLER = AnthropicCaller()
BODY = b'{"model":"m","messages":[{"role":"user","content":"x"}]}'
REQUEST = Request(model="m", messages=())


def test_a_request_needs_a_bound_and_a_count_does_not() -> None:
    with pytest.raises(InvalidRequest, match="max_tokens"):
        CALLER.read_request(BODY)
    assert CALLER.read_count_request(BODY).max_tokens is None


def test_answers() -> None:
    reply = Reply("m1", "m", (Answer((Text("hi"),), "end"),))
    assert json.loads(CALLER.write_reply(reply, REQUEST))["content"][0]["text"] == "hi"
    assert json.loads(CALLER.write_count(7)) == {"input_tokens": 7}


def test_each_stream_has_its_own_writer() -> None:
    first, second = CALLER.event_writer(REQUEST), CALLER.event_writer(REQUEST)
    assert first is not second
    assert first.write([Started("m1", "m")]).startswith(b"event: message_start\n")


@pytest.mark.parametrize(
    ("neutral", "own"),
    [
        ("max_tokens", "max_tokens"),
        ("sampling.top_k", "top_k"),
        ("stop", "stop_sequences"),
        ("user", "metadata.user_id"),
        ("output", "output_config.format"),
        ("messages.3", "messages.3"),
    ],
)
def test_a_field_has_the_callers_name(neutral: str, own: str) -> None:
    assert CALLER.field_name(neutral) == own
