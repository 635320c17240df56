"""One call to one target: its answer as it came, and every failure before it typed."""

import asyncio

import pytest

from ai_gateway.core.call import Call
from ai_gateway.core.errors import (
    ProviderDied,
    ProviderError,
    ProviderMisbehaved,
    ProviderUnreachable,
    Unauthenticated,
    UnsupportedOperation,
)
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.operation import Operation
from ai_gateway.core.reply import Reply, Served
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.builtin import CALLERS, DIALECTS, READERS
from ai_gateway.providers.allowed_hosts import AllowedHosts
from ai_gateway.providers.attempt import Attempt
from ai_gateway.providers.catalogue import catalogue
from ai_gateway.providers.catalogued import CataloguedProvider
from ai_gateway.providers.contract import Target
from ai_gateway.providers.credential import Key
from ai_gateway.providers.fetcher import Fetcher
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.providers.translation import Translator
from ai_gateway.transport.errors import (
    BodyTooLarge,
    ConnectFailed,
    ConnectionDied,
    TransportError,
)
from ai_gateway.transport.response import Response
from tests.unit.core.calls import call_with, passing_through
from tests.unit.providers.anthropic_answer import MESSAGE
from tests.unit.providers.wire import ScriptedClient, response

pytestmark = pytest.mark.anyio

OPENAI = CataloguedProvider(
    "openai", catalogue()["openai"], ProviderSettings(), Key("bearer", "sk-1")
)
TRANSLATOR = Translator(CALLERS, DIALECTS, Fetcher(ScriptedClient(), AllowedHosts()), lambda: 1.0)
ANTHROPIC = CataloguedProvider(
    "anthropic", catalogue()["anthropic"], ProviderSettings(), Key("x-api-key", "sk-2")
)
JSON = b"application/json"
EVENTS = b"text/event-stream"
ANSWER = b'{"usage":{"prompt_tokens":3,"completion_tokens":5}}'
COUNTED = Usage(input_tokens=3, output_tokens=5)
BILLED = Usage(input_tokens=3, output_tokens=5, model="claude-haiku-4-5")
STREAM = b'data: {"usage":{"prompt_tokens":3,"completion_tokens":5}}\n\ndata: [DONE]\n\n'
GZIP = [(b"content-encoding", b"gzip")]


async def attempted(
    answer: Response | TransportError, call: Call | None = None, model: str | None = None
) -> Reply:
    attempt = Attempt(ScriptedClient(answer), READERS, TRANSLATOR)
    return await attempt(call or call_with(), Target(OPENAI, model))


async def text_of(reply: Reply) -> bytes:
    if isinstance(reply.body, bytes):
        return reply.body
    return b"".join([piece async for piece in reply.body])


def usage_of(reply: Reply) -> Usage | None:
    assert reply.meter is not None
    return reply.meter.usage


class TestAnswers:
    """What comes back is passed on as it came, and read where it can be."""

    async def test_a_json_answer_is_whole_and_its_usage_known(self):
        fields = [(b"x-request-id", b"req"), (b"content-length", b"51"), (b"server", b"x")]
        reply = await attempted(response(200, JSON, ANSWER[:9], ANSWER[9:], fields=fields))
        assert (reply.status, reply.body, usage_of(reply)) == (200, ANSWER, COUNTED)
        assert reply.headers == [(b"content-type", JSON), (b"x-request-id", b"req")]
        assert (reply.length, reply.event_stream) == (None, False)

    @pytest.mark.parametrize("media", [EVENTS, b"Text/Event-Stream ; charset=utf-8"])
    async def test_an_event_stream_is_one_and_its_usage_is_read_on_the_way(self, media: bytes):
        reply = await attempted(response(200, media, STREAM, fields=[(b"content-length", b"9")]))
        assert (reply.event_stream, reply.length) == (True, None)
        assert (await text_of(reply), usage_of(reply)) == (STREAM, COUNTED)

    async def test_usage_of_a_stream_is_asked_for_and_hidden_from_who_did_not_ask(self):
        body = b'{"model":"m","stream":true}'
        told = STREAM.replace(b'{"usage"', b'{"choices":[],"usage"')
        client = ScriptedClient(response(200, EVENTS, told))
        call = call_with(body=body, stream=True)
        reply = await Attempt(client, DIALECTS, TRANSLATOR)(call, Target(OPENAI, None))
        sent = client.requests[0]
        assert isinstance(sent.body, bytes)
        assert sent.body == body[:-1] + b',"stream_options":{"include_usage":true}}'
        assert sent.body_length == len(sent.body)
        assert b"usage" not in await text_of(reply)
        assert usage_of(reply) == COUNTED

    async def test_a_caller_who_asked_for_usage_gets_it(self):
        body = b'{"stream":true,"stream_options":{"include_usage":true}}'
        client = ScriptedClient(response(200, EVENTS, STREAM))
        call = call_with(body=body, stream=True)
        reply = await Attempt(client, DIALECTS, TRANSLATOR)(call, Target(OPENAI, None))
        assert client.requests[0].body == body
        assert await text_of(reply) == STREAM

    async def test_events_of_an_endpoint_that_is_not_understood_are_not_read(self):
        reply = await attempted(response(200, EVENTS, b"data: 1\n\n"), passing_through())
        assert reply.event_stream
        assert (await text_of(reply), usage_of(reply)) == (b"data: 1\n\n", None)

    async def test_what_is_not_understood_passes_in_pieces_with_its_length(self):
        fields = [(b"content-length", b"3")]
        answer = response(200, b"audio/mpeg", b"a", b"bc", fields=fields)
        reply = await attempted(answer, passing_through())
        assert (reply.length, reply.event_stream) == (3, False)
        assert (await text_of(reply), usage_of(reply)) == (b"abc", None)

    async def test_usage_is_read_where_what_is_not_understood_is_answered_in_json(self):
        reply = await attempted(response(200, JSON, ANSWER), passing_through())
        assert (await text_of(reply), usage_of(reply)) == (ANSWER, COUNTED)

    @pytest.mark.parametrize("media", [JSON, EVENTS, b"text/html"])
    @pytest.mark.parametrize("status", [200, 429])
    async def test_a_coded_answer_passes_unread(self, media: bytes, status: int):
        answer = response(status, media, b"\x1f\x8b", fields=GZIP)
        reply = await attempted(answer)
        assert (reply.status, reply.event_stream) == (status, False)
        assert GZIP[0] in reply.headers
        assert (await text_of(reply), usage_of(reply)) == (b"\x1f\x8b", None)

    async def test_identity_is_no_coding(self):
        fields = [(b"content-encoding", b"Identity")]
        assert (await attempted(response(200, EVENTS, STREAM, fields=fields))).event_stream

    @pytest.mark.parametrize("call", [call_with(), passing_through()])
    async def test_an_empty_answer_stays_empty(self, call: Call):
        reply = await attempted(response(204, None), call)
        assert (reply.status, await text_of(reply), usage_of(reply)) == (204, b"", None)

    async def test_the_length_that_not_modified_announces_is_not_that_of_its_body(self):
        answer = response(304, None, fields=[(b"content-length", b"51"), (b"etag", b"x")])
        reply = await attempted(answer, passing_through())
        assert (reply.length, reply.headers) == (None, [(b"etag", b"x")])

    @pytest.mark.parametrize("operation", [Operation.RESPONSES, Operation.PASSTHROUGH])
    async def test_an_answer_to_head_keeps_the_length_that_it_announces(self, operation: Operation):
        call = passing_through(method="HEAD", operation=operation)
        reply = await attempted(response(200, JSON, fields=[(b"content-length", b"51")]), call)
        assert (reply.length, await text_of(reply)) == (51, b"")

    @pytest.mark.parametrize(
        ("model", "target", "served"),
        [("m", None, "m"), ("fast", "gpt-5", "gpt-5"), (None, None, None)],
    )
    async def test_who_answered_is_known_with_the_model_that_was_asked_for(
        self, model: str | None, target: str | None, served: str | None
    ):
        reply = await attempted(response(200, JSON, b"{}"), call_with(model=model), target)
        assert reply.served == Served("openai", served)


class TestErrorAnswers:
    """A provider's own error is an answer; what no SDK can read becomes one that it can."""

    @pytest.mark.parametrize("media", [JSON, b"application/json; charset=utf-8", b"x/problem+json"])
    @pytest.mark.parametrize("status", [400, 401, 429, 500, 529])
    async def test_an_error_of_the_providers_own_passes_as_it_came(self, status: int, media: bytes):
        answer = response(status, media, b'{"error":{}}', fields=[(b"retry-after", b"7")])
        reply = await attempted(answer)
        assert (reply.status, reply.body) == (status, b'{"error":{}}')
        assert (b"retry-after", b"7") in reply.headers

    @pytest.mark.parametrize("body", [b'{"error":{"message":"busy"}}', b"data: oops\n\n", STREAM])
    @pytest.mark.parametrize("call", [call_with(), passing_through()])
    async def test_an_error_that_says_it_is_an_event_stream_is_not_expected_to_end_like_one(
        self, call: Call, body: bytes
    ):
        reply = await attempted(response(429, EVENTS, body), call)
        assert (reply.status, reply.event_stream, await text_of(reply)) == (429, False, body)

    @pytest.mark.parametrize(
        ("media", "named"),
        [(b"text/html; charset=utf-8", "text/html; charset=utf-8"), (None, "no content type")],
    )
    async def test_a_page_in_place_of_an_error_is_told_in_the_gateways_words(
        self, media: bytes | None, named: str
    ):
        with pytest.raises(ProviderError) as failed:
            await attempted(response(502, media, b"<html>10.0.0.7</html>"))
        assert failed.value.message == (
            f"openai answered 502 with {named} in place of an error of its own."
        )
        assert (failed.value.status, failed.value.provider) == (502, "openai")

    @pytest.mark.parametrize(
        ("value", "seconds"),
        [
            (b"7", 7),
            (b"0", 0),
            (b"Wed, 21 Oct 2026 07:28:00 GMT", None),
            (b"-1", None),
            (b"", None),
            (b"9" * 5000, None),
        ],
    )
    async def test_it_says_when_to_try_again_as_the_page_did(
        self, value: bytes, seconds: int | None
    ):
        fields = [(b"retry-after", value)]
        with pytest.raises(ProviderError) as failed:
            await attempted(response(429, b"text/html", b"slow down", fields=fields))
        assert (failed.value.status, failed.value.retry_after) == (429, seconds)

    async def test_a_page_of_an_endpoint_that_is_not_understood_passes_as_it_came(self):
        reply = await attempted(response(404, b"text/html", b"<html>"), passing_through())
        assert (reply.status, await text_of(reply)) == (404, b"<html>")


class TestFailures:
    """Nothing of the transport's comes through, and nothing is asked that cannot be answered."""

    async def test_what_the_provider_does_not_answer_is_not_asked(self):
        client = ScriptedClient()
        call = call_with(operation=Operation.EMBEDDINGS)
        with pytest.raises(UnsupportedOperation, match="anthropic does not answer embedd") as it:
            await Attempt(client, READERS, TRANSLATOR)(call, Target(ANTHROPIC))
        assert (it.value.field, it.value.provider, client.requests) == ("model", "anthropic", [])

    async def test_events_that_were_asked_for_and_did_not_come_are_a_failure(self):
        with pytest.raises(ProviderMisbehaved, match="something else than an event stream"):
            await attempted(response(200, JSON, ANSWER), call_with(stream=True))

    @pytest.mark.parametrize(
        ("status", "operation"), [(429, Operation.CHAT), (200, Operation.EMBEDDINGS)]
    )
    async def test_no_events_are_expected_of_an_error_or_where_there_never_are_any(
        self, status: int, operation: Operation
    ):
        call = call_with(stream=True, operation=operation)
        assert (await attempted(response(status, JSON, b"{}"), call)).body == b"{}"

    async def test_what_preparing_raises_is_raised(self):
        keyless = CataloguedProvider("openai", catalogue()["openai"], ProviderSettings(), None)
        with pytest.raises(Unauthenticated):
            await Attempt(ScriptedClient(), READERS, TRANSLATOR)(call_with(), Target(keyless))

    async def test_a_provider_that_cannot_be_reached_is_named(self):
        with pytest.raises(ProviderUnreachable, match="openai cannot be reached") as failed:
            await attempted(ConnectFailed("10.0.0.7"))
        assert isinstance(failed.value.__cause__, ConnectFailed)

    async def test_an_answer_that_dies_before_it_is_whole_is_no_answer(self):
        died = ConnectionDied("x", answered=True)
        with pytest.raises(ProviderDied, match="before its answer was complete"):
            await attempted(response(200, JSON, ANSWER[:9], error=died))

    async def test_an_answer_that_is_too_large_to_be_held_is_refused(self):
        answer = response(200, JSON, error=BodyTooLarge("x"))
        with pytest.raises(ProviderMisbehaved, match="more than the gateway holds"):
            await attempted(answer)

    async def test_a_status_that_http_does_not_have_is_refused_and_the_connection_closed(self):
        answer = response(600, JSON, b"{}")
        with pytest.raises(ProviderMisbehaved, match="openai answered with status 600"):
            await attempted(answer)
        assert await anext(answer.body, None) is None

    async def test_a_caller_that_leaves_cancels_the_attempt(self):
        client = ScriptedClient(response(200, JSON, b"{}"))
        client.release.clear()
        task = asyncio.ensure_future(
            Attempt(client, READERS, TRANSLATOR)(call_with(), Target(OPENAI))
        )
        await asyncio.sleep(0)
        assert len(client.requests) == 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


CHAT = b'{"model":"m","messages":[{"role":"user","content":"hi"}]}'


class TestForeign:
    """A caller of another dialect is answered in its own, by the same rules on the wire."""

    async def asked(
        self, answer: Response, call: Call | None = None
    ) -> tuple[Reply, ScriptedClient]:
        client = ScriptedClient(answer)
        attempt = Attempt(client, READERS, TRANSLATOR)
        return await attempt(call or call_with(body=CHAT), Target(ANTHROPIC, "claude-x")), client

    async def test_the_provider_is_asked_in_its_dialect_for_the_targets_model(self):
        reply, client = await self.asked(response(200, JSON, MESSAGE))
        request = client.requests[0]
        assert (request.method, request.target) == ("POST", b"/v1/messages")
        assert isinstance(request.body, bytes)
        assert request.body_length == len(request.body)
        assert b'"model":"claude-x"' in request.body
        assert isinstance(reply.body, bytes)
        assert b'"content":"Hello"' in reply.body
        assert (reply.served, usage_of(reply)) == (Served("anthropic", "claude-x"), BILLED)

    async def test_an_error_of_the_providers_is_read_in_its_dialect_and_told_in_the_callers(self):
        refusal = b'{"type":"error","error":{"type":"not_found_error","message":"model: x"}}'
        reply, _ = await self.asked(response(404, JSON, refusal))
        assert reply.status == 404
        assert isinstance(reply.body, bytes)
        assert reply.body.startswith(b'{"error":')

    async def test_an_answer_that_cannot_be_read_is_closed_and_its_provider_named(self):
        answer = response(200, JSON, b"\x1f\x8b", fields=GZIP)
        with pytest.raises(ProviderMisbehaved, match="cannot be translated") as failed:
            await self.asked(answer)
        assert failed.value.provider == "anthropic"
        assert await anext(answer.body, None) is None

    async def test_a_whole_answer_that_is_none_names_its_provider(self):
        with pytest.raises(ProviderMisbehaved) as failed:
            await self.asked(response(200, JSON, b"[]"))
        assert failed.value.provider == "anthropic"

    @pytest.mark.parametrize("method", ["GET", "DELETE", "POST"])
    async def test_what_another_dialect_would_have_to_store_is_refused(self, method: str):
        call = call_with(
            operation=Operation.RESPONSES,
            dialect="openai-responses",
            method=method,
            path="/v1/responses/resp_1",
            body=b"",
        )
        with pytest.raises(UnsupportedOperation, match="anthropic stores none in") as refused:
            await self.asked(response(200, JSON), call)
        assert refused.value.field == "path"

    async def test_tokens_are_estimated_where_nobody_counts_and_nobody_is_asked(self):
        client = ScriptedClient()
        call = call_with(operation=Operation.COUNT_TOKENS, dialect="anthropic-messages", body=CHAT)
        reply = await Attempt(client, READERS, TRANSLATOR)(call, Target(OPENAI))
        assert (reply.body, client.requests) == (b'{"input_tokens":1}', [])
        assert (b"x-ai-gateway-estimated", b"true") in reply.headers

    async def test_tokens_are_counted_by_the_provider_where_it_does(self):
        client = ScriptedClient(response(200, JSON, b'{"input_tokens":9}'))
        call = call_with(
            operation=Operation.COUNT_TOKENS,
            dialect="anthropic-messages",
            path="/v1/messages/count_tokens",
            raw_path=b"/v1/messages/count_tokens",
            body=CHAT,
        )
        reply = await Attempt(client, READERS, TRANSLATOR)(call, Target(ANTHROPIC))
        assert (reply.body, len(client.requests)) == (b'{"input_tokens":9}', 1)
        assert b"x-ai-gateway-estimated" not in dict(reply.headers)


async def test_the_callers_fields_do_not_come_back():
    fields: HeaderPairs = [(b"user-agent", b"sdk")]
    reply = await attempted(response(200, JSON, b"{}"), call_with(fields))
    assert reply.headers == [(b"content-type", JSON)]
