"""One call to one target."""

from collections.abc import Mapping

import msgspec

from ai_gateway.core.call import Call
from ai_gateway.core.errors import ProviderError, ProviderMisbehaved, UnsupportedOperation
from ai_gateway.core.headers import Headers
from ai_gateway.core.operation import DialectName, Operation
from ai_gateway.core.reply import Reply, Served
from ai_gateway.dialects.contract import AnswerReader
from ai_gateway.dialects.openai_chat.usage_request import HiddenUsage, asking_for_usage
from ai_gateway.dialects.sse import MEDIA
from ai_gateway.providers.contract import Target
from ai_gateway.providers.failures import failure
from ai_gateway.providers.fields import reply_fields
from ai_gateway.providers.relay import ByteRelay, EventRelay, ReportedUsage, UnreadEvents
from ai_gateway.providers.token_estimate import estimated
from ai_gateway.providers.translation import Translator
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TransportError
from ai_gateway.transport.response import Response

_LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes of a whole JSON answer that are held: 2,048 embeddings of 3,072 dimensions, as text."""

_ANSWERS: Mapping[Operation, str] = {
    Operation.CHAT: "/v1/chat/completions",
    Operation.RESPONSES: "/v1/responses",
    Operation.MESSAGES: "/v1/messages",
}
"""What can be answered in another dialect, and where `stream` in the body asks for events: each
with the path at which an answer is asked for. Below it stand answers that were stored."""

_STREAMED = frozenset((*_ANSWERS, Operation.CONVERSE, Operation.GENERATE))
"""What is answered by events where they are asked for."""


class Attempt:
    """Makes one call to one target and turns what comes back into a `Reply`.

    A provider's own error answer is a reply like any other, passed on as it came. Raises
    `UnsupportedOperation` where the provider does not do what is asked, what reading and writing
    the request raise where it has to be translated, and a `ProviderError` for everything that
    goes wrong on the wire before the answer begins; what goes wrong later is raised by the
    reply's body. Cancelled, it leaves no connection behind.
    """

    def __init__(
        self, client: Client, readers: Mapping[DialectName, AnswerReader], translator: Translator
    ) -> None:
        self._client = client
        self._readers = readers
        self._translator = translator

    async def __call__(self, call: Call, target: Target) -> Reply:
        """Make the call. See the class for what it raises."""
        provider = target.provider
        if provider.answers(call.operation, target.model or call.model):
            return await self._native(call, target)
        if call.operation is Operation.EMBEDDINGS and provider.embed is not None:
            return await provider.embed(call, target)
        reply = await self._foreign(call, target)
        if reply is not None:
            return reply
        raise UnsupportedOperation(
            f"{provider.name} does not answer {call.operation.value}. Choose another provider, "
            "by the header x-portkey-provider or as a prefix of the model.",
            field="model",
            provider=provider.name,
        )

    async def _native(self, call: Call, target: Target) -> Reply:
        provider = target.provider
        asked = None
        if call.stream and call.operation is Operation.CHAT and isinstance(call.body, bytes):
            asked = asking_for_usage(call.body)
        if asked is not None:
            call = msgspec.structs.replace(call, body=asked, body_length=len(asked))
        request = await provider.prepare(call, target)
        try:
            response = await self._client.send(request)
            return await self._reply(call, target, response, hide_usage=asked is not None)
        except TransportError as error:
            raise failure(error, provider.name) from error

    async def _foreign(self, call: Call, target: Target) -> Reply | None:
        """Ask in the provider's dialect and answer in the caller's, where the provider does."""
        provider, counts = target.provider, call.operation is Operation.COUNT_TOKENS
        if not counts and call.operation not in _ANSWERS:
            return None
        own_name = await provider.own_name(target.model or call.model or "")
        foreign = provider.foreign(own_name)
        if foreign is None:
            return None
        if counts:
            if foreign.counter is None:
                return estimated(call)
            translation = self._translator.count(call, foreign.counter, target.model, own_name)
        else:
            _refuse_stored(call, provider.name)
            translation = await self._translator.answer(call, foreign, target.model, own_name)
        # The model stands in the translated body already.
        reply = await self._native(translation.call, msgspec.structs.replace(target, model=None))
        try:
            return translation.reply(reply)
        except ProviderMisbehaved as error:
            error.provider = provider.name
            if not isinstance(reply.body, bytes):
                await reply.body.aclose()
            raise

    async def _reply(
        self, call: Call, target: Target, response: Response, *, hide_usage: bool
    ) -> Reply:
        provider = target.provider.name
        if response.status > 599:
            await response.body.aclose()
            raise ProviderMisbehaved(
                f"{provider} answered with status {response.status}, which HTTP does not have.",
                provider=provider,
            )
        served = Served(provider=provider, model=target.model or call.model)
        dialect = self._readers[call.dialect]
        fields = Headers(response.headers)
        media = (fields.get(b"content-type") or b"").partition(b";")[0].strip().lower()
        coded = (fields.get(b"content-encoding") or b"identity").lower() != b"identity"
        known = call.operation is not Operation.PASSTHROUGH
        events = media == (dialect.stream_media if known else MEDIA) and not coded
        if events and response.status < 400:
            reader = dialect.stream_reader() if known else UnreadEvents()
            if hide_usage:
                reader = HiddenUsage(reader)
            relay = EventRelay(response.body, reader, provider)
            return self._in_pieces(response, served, relay, event_stream=True)
        if not known or coded or events or call.method == "HEAD":
            readable = dialect if media == b"application/json" and not coded else None
            return self._in_pieces(response, served, ByteRelay(response.body, readable, provider))
        body = await response.body.read(_LARGEST_ANSWER)
        if response.status >= 400 and not media.endswith(b"json"):
            raise _unreadable(response.status, fields, provider)
        if call.stream and call.operation in _STREAMED and response.status < 300:
            # An SDK that waits for events finds none in it, and ends as if all were said.
            raise ProviderMisbehaved(
                f"{provider} answered a streamed call with something else than an event stream.",
                provider=provider,
            )
        return Reply(
            status=response.status,
            headers=reply_fields(response.headers),
            body=body,
            served=served,
            meter=ReportedUsage(dialect.read_usage(body)),
        )

    def _in_pieces(
        self,
        response: Response,
        served: Served,
        body: EventRelay | ByteRelay,
        *,
        event_stream: bool = False,
    ) -> Reply:
        # What 304 announces is the length of the body that it stands for (RFC 9110, 8.6).
        unsized = event_stream or response.status == 304
        return Reply(
            status=response.status,
            headers=reply_fields(response.headers),
            body=body,
            event_stream=event_stream,
            length=None if unsized else response.content_length,
            served=served,
            meter=body,
        )


def _refuse_stored(call: Call, provider: str) -> None:
    if call.path != _ANSWERS[call.operation]:
        raise UnsupportedOperation(
            f"{call.method} {call.path[:200]} concerns a stored answer, and {provider} stores "
            f"none in {call.dialect}. Send the whole conversation with each call, or choose "
            "the provider that stored it by the header x-portkey-provider.",
            field="path",
            provider=provider,
        )


def _unreadable(status: int, fields: Headers, provider: str) -> ProviderError:
    """Return the error for an error answer that no SDK can read: a proxy's page, say."""
    media = (fields.text(b"content-type") or "no content type")[:80]
    seconds = fields.get(b"retry-after") or b""
    return ProviderError(
        f"{provider} answered {status} with {media} in place of an error of its own.",
        provider=provider,
        # Its other form is a date; what is longer than nine digits is no time to wait.
        retry_after=int(seconds) if seconds.isdigit() and len(seconds) < 10 else None,
        status=status,
    )
