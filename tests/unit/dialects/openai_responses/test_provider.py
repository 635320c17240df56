"""The provider's side hands each obligation to the module that fulfils it."""

import msgspec

from ai_gateway.core.errors import InvalidRequest, ProviderError
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Message, Request
from ai_gateway.dialects.openai_responses.provider import ResponsesProvider
from ai_gateway.dialects.translation import ProviderDialect

PROVIDER: ProviderDialect = ResponsesProvider()


def test_a_question_is_asked():
    request = Request(model="m", messages=(Message("user", (Text("hi"),)),))
    body = msgspec.json.decode(PROVIDER.write_request(request, Profile()).body)
    assert body["input"] == [{"type": "message", "role": "user", "content": "hi"}]


def test_an_answer_is_read_whole_and_streamed():
    assert PROVIDER.read_reply(b'{"id":"r","model":"m"}').id == "r"
    event = b'data: {"type":"response.created","response":{"id":"r","model":"m"}}\n\n'
    assert len(PROVIDER.event_reader().feed(event)) == 1


def test_an_error_keeps_its_status_and_its_words():
    body = b'{"error":{"message":"No such field.","param":"input","type":"x"}}'
    error = PROVIDER.read_error(400, body, "openai")
    assert isinstance(error, InvalidRequest)
    assert (error.status, error.message, error.field) == (400, "No such field.", "input")
    busy = PROVIDER.read_error(429, b'{"error":{"message":"Slow down."}}', "openai")
    assert isinstance(busy, ProviderError)
    assert (busy.status, busy.message) == (429, "Slow down.")
