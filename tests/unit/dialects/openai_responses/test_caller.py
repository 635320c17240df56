"""The caller's side hands each obligation to the module that fulfils it."""

import msgspec
import pytest

from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.event import Ended, Started, Stopped
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.openai_responses.caller import ResponsesCaller
from ai_gateway.dialects.translation import CallerDialect

CALLER: CallerDialect = ResponsesCaller()
BODY = b'{"model":"m","input":"hi"}'


def test_a_question_is_answered():
    request = CALLER.read_request(BODY)
    reply = Reply("r", request.model, (Answer((Text("hello"),), "end"),))
    answer = msgspec.json.decode(CALLER.write_reply(reply, request))
    assert answer["output"][0]["content"][0]["text"] == "hello"


def test_a_question_is_answered_in_a_stream():
    writer = CALLER.event_writer(CALLER.read_request(BODY))
    stream = writer.write([Started("r", "m"), Stopped(0, "end"), Ended()])
    assert stream.startswith(b"event: response.created\n")
    assert b"event: response.completed\n" in stream


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("max_tokens", "max_output_tokens"),
        ("messages", "input"),
        ("output", "text.format"),
        ("sampling.top_k", "top_k"),
        ("input.3", "input.3"),
        ("n", "n"),
    ],
)
def test_a_neutral_field_has_the_caller_s_name(field: str, name: str):
    assert CALLER.field_name(field) == name
