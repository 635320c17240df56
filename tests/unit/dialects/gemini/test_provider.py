"""The provider's side of the dialect, put together."""

from ai_gateway.dialects.gemini.event_reader import GeminiEvents
from ai_gateway.dialects.gemini.provider import GeminiProvider
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Message, Request

REQUEST = Request(model="m", messages=(Message("user", (Text("a"),)),))


def test_it_meets_each_obligation():
    provider = GeminiProvider()
    assert b'"contents"' in provider.write_request(REQUEST, Profile()).body
    assert b'"models/m"' in provider.write_count_request(REQUEST, Profile()).body
    assert provider.read_count(b'{"totalTokens":2}') == 2
    assert provider.read_reply(b'{"candidates":[{}]}').answers[0].stop == "end"
    assert provider.read_error(500, b"x", "google").status == 500


def test_each_stream_has_a_reader_of_its_own():
    provider = GeminiProvider()
    first, second = provider.event_reader(), provider.event_reader()
    assert isinstance(first, GeminiEvents)
    assert first is not second
