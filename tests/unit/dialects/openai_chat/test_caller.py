"""The caller's side, put together."""

import json

import pytest

from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.event import Ended, Started
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.openai_chat.caller import ChatCaller

CALLER = ChatCaller()
BODY = b'{"model":"m","messages":[{"role":"user","content":"hi"}]}'


def test_a_request_is_read_and_answered_whole_and_streamed() -> None:
    request = CALLER.read_request(BODY)
    reply = Reply("r", "m", (Answer((Text("hello"),), "end"),))
    answer = json.loads(CALLER.write_reply(reply, request))
    assert answer["choices"][0]["message"]["content"] == "hello"
    stream = CALLER.event_writer(request).write([Started("r", "m"), Ended()])
    assert stream.endswith(b"data: [DONE]\n\n")


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("sampling.top_k", "top_k"),
        ("output", "response_format"),
        ("reasoning", "reasoning_effort"),
        ("cache_key", "prompt_cache_key"),
        ("messages.3", "messages.3"),
        ("my_option", "my_option"),
    ],
)
def test_a_field_has_the_name_that_the_caller_knows(field: str, name: str) -> None:
    assert CALLER.field_name(field) == name
