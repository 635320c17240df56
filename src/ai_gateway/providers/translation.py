"""Calls whose caller and provider speak different dialects."""

import re
from collections.abc import Mapping

import msgspec

from ai_gateway.core.body import ByteStream
from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidRequest, ProviderMisbehaved
from ai_gateway.core.headers import HeaderPairs, Headers
from ai_gateway.core.operation import DialectName
from ai_gateway.core.reply import Reply
from ai_gateway.dialects.contract import Dialect
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.translation import (
    CallerDialect,
    EventReader,
    EventWriter,
    ProviderDialect,
)
from ai_gateway.providers.foreign import Foreign
from ai_gateway.providers.profile import profile_of

DROPPED = b"x-ai-gateway-dropped"
"""The header field that names what the caller asked for in vain."""

_MOST_NAMED = 32
"""Names in that field, so that it stays well below the 8 KB of header that proxies take."""

_LONGEST_NAME = 64
"""Characters of a name; what the vendors document is shorter by half."""

_UNNAMEABLE = re.compile(r"[^\w.\[\]-]", re.ASCII)

# What a vendor's SDK says to its own vendor means nothing to another.
_VENDORS = (b"anthropic-", b"openai-", b"x-stainless-")


class Translation:
    """One call on its way through the neutral form, and its answer on the way back.

    `call` is the call as the provider is to get it.
    """

    def __init__(
        self,
        call: Call,
        asked: tuple[Call, Request],
        caller: CallerDialect,
        provider: ProviderDialect,
        dropped: tuple[str, ...],
    ) -> None:
        self.call = call
        self._asked = asked
        self._caller = caller
        self._provider = provider
        self._dropped = dropped

    def reply(self, reply: Reply, dialect: Dialect) -> Reply:
        """Return a provider's answer, whole or streamed or an error, in the caller's dialect.

        Raises `ProviderMisbehaved` where it is none, and leaves the body for its owner to close;
        `dialect` renders the errors.
        """
        call, request = self._asked
        headers = reply.headers
        if self._dropped:
            headers = [*headers, (DROPPED, named(self._dropped))]
        body = reply.body
        if not isinstance(body, bytes):
            if not reply.event_stream:
                raise ProviderMisbehaved(
                    "The provider's answer is coded in a way that was not asked for, and cannot "
                    "be translated. Try again, or choose another provider.",
                    status=reply.status if reply.status >= 400 else None,
                )
            relay = TranslatedRelay(
                body, self._provider.event_reader(), self._caller.event_writer(request)
            )
            return msgspec.structs.replace(reply, headers=headers, body=relay)
        if reply.status >= 400:
            provider = "The provider" if reply.served is None else reply.served.provider
            error = self._provider.read_error(reply.status, body, provider)
            own = dialect.error_headers(call.id)
            # Two request ids of one name would leave it to chance which of them the SDK shows.
            replaced = {name for name, _ in own}
            return msgspec.structs.replace(
                reply,
                status=dialect.status(error),
                headers=[pair for pair in headers if pair[0] not in replaced] + own,
                body=dialect.render_error(error, call.id),
            )
        translated = self._caller.write_reply(self._provider.read_reply(body), request)
        return msgspec.structs.replace(reply, headers=headers, body=translated)


class Translator:
    """Makes the translation of a call, from the table of the dialects that callers speak."""

    def __init__(self, callers: Mapping[DialectName, CallerDialect]) -> None:
        self._callers = callers

    def translate(self, call: Call, foreign: Foreign, model: str | None) -> Translation:
        """Return the translation of `call` to `foreign`, asking for `model` if it is given.

        Raises what reading and writing the request raise; a field that the provider cannot be
        asked for is named as the caller named it.
        """
        caller = self._callers[call.dialect]
        request = caller.read_request(json_body(call))
        if model is not None:
            request = msgspec.structs.replace(request, model=model)
        try:
            written = foreign.speaker.write_request(request, profile_of(request.model))
        except InvalidRequest as error:
            if error.field is not None:
                name = caller.field_name(error.field)
                # Anthropic's errors have no member for the field: their words have to name it.
                error.message = error.message.replace(f"`{error.field}`", f"`{name}`")
                error.field = name
            raise
        asked = msgspec.structs.replace(
            call,
            operation=foreign.operation,
            dialect=foreign.dialect,
            path=foreign.path,
            raw_path=foreign.path.encode("ascii"),
            query=b"",
            headers=Headers(_crossing(call.headers)),
            body=written.body,
            body_length=len(written.body),
            model=request.model,
        )
        dropped = tuple(caller.field_name(field) for field in written.dropped)
        return Translation(asked, (call, request), caller, foreign.speaker, dropped)


class TranslatedRelay:
    """A provider's stream, passed on in the caller's dialect.

    Each piece is a whole number of the caller's events. What breaks the provider's stream is
    raised after everything that came before it was passed on.
    """

    def __init__(self, source: ByteStream, reader: EventReader, writer: EventWriter) -> None:
        self._source = source
        self._reader = reader
        self._writer = writer
        self._finished = False

    def __aiter__(self) -> "TranslatedRelay":
        return self

    async def __anext__(self) -> bytes:
        while not self._finished:
            try:
                piece = await self._source.__anext__()
            except StopAsyncIteration:
                self._finished = True
                if rest := self._writer.write(self._reader.finish()):
                    return rest
                break
            if written := self._writer.write(self._reader.feed(piece)):
                return written
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """Close the provider's connection unless the stream is complete."""
        await self._source.aclose()


def json_body(call: Call) -> bytes:
    """Return the whole body of `call`. Raises `InvalidRequest` where it comes in pieces."""
    if isinstance(call.body, bytes):
        return call.body
    raise InvalidRequest(
        f"The body of {call.path} came as an upload; expected JSON. Send one JSON object.",
        field="body",
    )


def named(fields: tuple[str, ...]) -> bytes:
    """Return the value of `DROPPED`: each of `fields` once, in their order.

    Some of the names are the caller's own words, so that whatever could end a header field or
    make one too long is left out of them.
    """
    names = list(dict.fromkeys(_UNNAMEABLE.sub("?", field[:_LONGEST_NAME]) for field in fields))
    more = len(names) - _MOST_NAMED
    if more > 0:
        names[_MOST_NAMED:] = [f"and {more} more"]
    return ", ".join(names).encode("ascii")


def _crossing(headers: Headers) -> HeaderPairs:
    return [pair for pair in headers.pairs if not pair[0].startswith(_VENDORS)]
