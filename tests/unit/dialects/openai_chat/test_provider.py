"""The provider's side, put together."""

import json

from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Message, Request
from ai_gateway.dialects.openai_chat.provider import ChatProvider
from ai_gateway.dialects.openai_chat.quirks import Quirks

REQUEST = Request(model="m", messages=(Message("developer", (Text("hi"),)),), max_tokens=5)


def test_openai_is_asked_unless_the_server_has_quirks() -> None:
    asked = json.loads(ChatProvider().write_request(REQUEST, Profile()).body)
    assert asked["max_completion_tokens"] == 5
    assert asked["messages"][0]["role"] == "developer"
    older = ChatProvider(Quirks(current=False))
    asked = json.loads(older.write_request(REQUEST, Profile()).body)
    assert asked["max_tokens"] == 5
    assert asked["messages"][0]["role"] == "system"


def test_answers_whole_streamed_and_failed_are_read() -> None:
    provider = ChatProvider()
    reply = provider.read_reply(b'{"choices":[{"message":{"content":"hi"}}]}')
    assert reply.answers[0].parts == (Text("hi"),)
    assert provider.event_reader() is not provider.event_reader()
    assert provider.read_error(429, b'{"error":{"message":"slow"}}', "x").message == "slow"
