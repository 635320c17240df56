"""A call crosses to another dialect and its answer comes back, whole, streamed or as an error."""

import json
import re
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidJson, InvalidRequest, ProviderMisbehaved
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.operation import Operation
from ai_gateway.core.reply import Reply, Served
from ai_gateway.dialects.anthropic_messages.provider import AnthropicProvider
from ai_gateway.dialects.builtin import CALLERS, DIALECTS
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.providers.allowed_hosts import AllowedHosts
from ai_gateway.providers.fetcher import Fetcher
from ai_gateway.providers.foreign import foreign_by
from ai_gateway.providers.translation import (
    Translation,
    Translator,
    json_body,
    named,
)
from tests.unit.core.calls import call_with
from tests.unit.core.pieces import Pieces
from tests.unit.providers.anthropic_answer import EVENTS, MESSAGE
from tests.unit.providers.wire import ScriptedClient, response

MESSAGES = foreign_by(Operation.MESSAGES, Quirks())
TRANSLATOR = Translator(CALLERS, DIALECTS, Fetcher(ScriptedClient(), AllowedHosts()), lambda: 1.0)
JSON: HeaderPairs = [(b"content-type", b"application/json")]
OVERLOADED = b'{"type":"error","error":{"type":"overloaded_error","message":"busy"}}'


def chat(fields: HeaderPairs | None = None, **members: object) -> Call:
    asked = {"model": "claude-haiku-4-5", "messages": [{"role": "user", "content": "hi"}]}
    body = json.dumps(asked | members).encode()
    return call_with(fields, body=body, model="claude-haiku-4-5", query=b"beta=true")


def at_once(translation: Coroutine[Any, Any, Translation]) -> Translation:
    """Return what is translated without waiting, since nothing has to be fetched for it."""
    with pytest.raises(StopIteration) as done:
        translation.send(None)
    return done.value.value


def translated(call: Call | None = None, model: str | None = None) -> Translation:
    return at_once(TRANSLATOR.answer(call or chat(), MESSAGES, model, model or "claude-haiku-4-5"))


def back(reply: Reply, call: Call | None = None) -> Reply:
    return translated(call).reply(reply)


def parsed(body: object) -> Any:
    assert isinstance(body, bytes)
    return json.loads(body)


class TestThere:
    """The call as the provider gets it."""

    def test_it_is_asked_in_the_providers_dialect_at_the_providers_path(self):
        call = translated().call
        assert (call.operation, call.dialect) == (Operation.MESSAGES, "anthropic-messages")
        assert (call.path, call.raw_path, call.query) == ("/v1/messages", b"/v1/messages", b"")
        body = parsed(call.body)
        assert body["messages"] == [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]
        assert call.body_length == len(call.body)  # pyright: ignore[reportArgumentType]  # bytes

    def test_a_bound_that_is_needed_and_not_given_is_the_models_own(self):
        assert parsed(translated().call.body)["max_tokens"] == 64000

    def test_the_targets_model_takes_the_place_of_the_callers_and_its_profile_too(self):
        call = translated(model="claude-opus-4-7").call
        assert call.model == parsed(call.body)["model"] == "claude-opus-4-7"
        assert parsed(call.body)["max_tokens"] == 128000

    def test_what_an_sdk_says_to_its_own_vendor_stays_here(self):
        crossing = (b"user-agent", b"sdk")
        fields = [(b"openai-organization", b"o"), (b"x-stainless-lang", b"python"), crossing]
        fields.append((b"anthropic-beta", b"x"))
        assert translated(chat(fields)).call.headers.pairs == [*JSON, crossing]

    def test_a_refused_field_is_named_as_its_caller_names_it(self):
        with pytest.raises(InvalidRequest) as refused:
            translated(chat(n=2))
        assert refused.value.field == "n"

    def test_an_error_that_names_no_field_is_raised_as_it_is(self):
        class Refusing(AnthropicProvider):
            def write_request(self, request: Any, profile: Any) -> Any:
                raise InvalidRequest("no")

        foreign = type(MESSAGES)(Operation.MESSAGES, "anthropic-messages", "/x", Refusing())
        with pytest.raises(InvalidRequest, match="no") as refused:
            at_once(TRANSLATOR.answer(chat(), foreign, None, "claude-haiku-4-5"))
        assert refused.value.field is None

    def test_what_is_no_json_is_refused(self):
        with pytest.raises(InvalidJson):
            translated(call_with(body=b"{"))

    def test_a_body_in_pieces_is_refused(self):
        with pytest.raises(InvalidRequest, match="came as an upload; expected JSON"):
            json_body(call_with(body=Pieces()))


class TestFetched:
    """What a caller names by URL, for a provider that takes bytes alone."""

    pytestmark = pytest.mark.anyio

    async def asked_of(self, operation: Operation, *hosts: str) -> Call:
        client = ScriptedClient(response(200, b"image/png", b"PNG"))
        fetcher = Fetcher(client, AllowedHosts(hosts=hosts))
        translator = Translator(CALLERS, DIALECTS, fetcher, lambda: 1.0)
        image = {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}
        call = chat(messages=[{"role": "user", "content": [image]}])
        model = "anthropic.claude-haiku-4-5"
        return (await translator.answer(call, foreign_by(operation, Quirks()), None, model)).call

    async def test_it_is_fetched_where_the_operator_allows_it(self):
        body = parsed((await self.asked_of(Operation.CONVERSE, "example.com")).body)
        image = {"image": {"format": "png", "source": {"bytes": "UE5H"}}}
        assert body["messages"][0]["content"] == [image]

    async def test_it_is_refused_where_he_does_not(self):
        with pytest.raises(InvalidRequest, match="the URL of an image"):
            await self.asked_of(Operation.CONVERSE)

    async def test_a_provider_that_fetches_does_so_itself(self):
        body = parsed((await self.asked_of(Operation.MESSAGES, "example.com")).body)
        assert body["messages"][0]["content"][0]["source"]["type"] == "url"


class TestBack:
    """The answer as the caller gets it."""

    def test_a_whole_answer_is_the_callers(self):
        reply = back(Reply(200, JSON, MESSAGE, served=Served("anthropic", "m")))
        answer = parsed(reply.body)
        assert answer["choices"][0]["message"]["content"] == "Hello"
        assert (answer["object"], answer["usage"]["total_tokens"]) == ("chat.completion", 8)
        assert (reply.headers, reply.served) == (JSON, Served("anthropic", "m"))

    def test_what_was_dropped_is_named_in_the_callers_words(self):
        reply = back(Reply(200, JSON, MESSAGE), chat(seed=1, frequency_penalty=0.5))
        value = dict(reply.headers)[b"x-ai-gateway-dropped"]
        assert set(value.split(b", ")) == {b"seed", b"frequency_penalty"}
        assert b"x-ai-gateway-dropped" not in dict(JSON)

    def test_what_was_dropped_is_named_on_errors_too(self):
        reply = back(Reply(529, JSON, OVERLOADED), chat(seed=1))
        assert (b"x-ai-gateway-dropped", b"seed") in reply.headers

    def test_an_error_is_one_of_the_callers_dialect_with_one_request_id(self):
        fields = [*JSON, (b"x-request-id", b"theirs"), (b"retry-after", b"7")]
        reply = back(Reply(529, fields, OVERLOADED, served=Served("anthropic", "m")))
        assert reply.status == 529
        assert "busy" in parsed(reply.body)["error"]["message"]
        assert [value for name, value in reply.headers if name == b"x-request-id"] == [b"r-1"]
        assert (b"retry-after", b"7") in reply.headers

    def test_an_error_without_words_names_the_provider_where_it_is_known(self):
        silent = parsed(back(Reply(500, JSON, b"{}", served=Served("claude-eu", "m"))).body)
        assert "claude-eu" in silent["error"]["message"]
        assert "The provider" in parsed(back(Reply(500, JSON, b"{}")).body)["error"]["message"]

    def test_what_is_no_answer_is_not_passed_on(self):
        with pytest.raises(ProviderMisbehaved):
            back(Reply(200, JSON, b'{"hello":"world"}'))

    @pytest.mark.parametrize(("status", "raised"), [(200, 502), (429, 429)])
    def test_what_cannot_be_read_is_refused_and_keeps_the_status_of_an_error(
        self, status: int, raised: int
    ):
        with pytest.raises(ProviderMisbehaved, match="coded in a way") as failed:
            back(Reply(status, JSON, Pieces([b"\x1f\x8b"])))
        assert failed.value.status == raised

    @pytest.mark.anyio
    async def test_a_stream_is_the_callers(self):
        meter = Reply(200, [], b"").meter
        reply = back(Reply(200, JSON, Pieces(EVENTS), event_stream=True, meter=meter), chat(seed=1))
        assert (reply.event_stream, reply.headers) == (
            True,
            [(b"content-type", b"text/event-stream"), (b"x-ai-gateway-dropped", b"seed")],
        )
        assert not isinstance(reply.body, bytes)
        text = b"".join([piece async for piece in reply.body])
        assert text.endswith(b"data: [DONE]\n\n")
        assert b'"content":"Hello"' in text


class TestNamed:
    """The names of what was dropped fit into a header field, whatever the caller called them."""

    def test_each_is_named_once_in_order(self):
        assert named(("seed", "user", "seed")) == b"seed, user"

    def test_what_could_end_the_field_is_left_out(self):
        assert named(("a\r\nset-cookie: b", "ü")) == b"a??set-cookie??b, ?"

    @given(st.lists(st.text(), max_size=60))
    def test_it_is_short_and_one_line_of_ascii(self, fields: list[str]):
        value = named(tuple(fields))
        assert re.fullmatch(rb"[ -~]*", value)
        assert len(value) <= 33 * 66

    def test_of_very_many_the_rest_is_counted(self):
        value = named(tuple(f"f{number}" for number in range(40)))
        assert value.endswith(b"f31, and 8 more")
