"""Calls whose caller and provider speak different dialects."""

import re
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager

import msgspec

from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidRequest, ProviderMisbehaved
from ai_gateway.core.headers import HeaderPairs, Headers
from ai_gateway.core.operation import DialectName
from ai_gateway.core.reply import Reply
from ai_gateway.dialects.anthropic_messages.caller import AnthropicCaller
from ai_gateway.dialects.contract import Dialect
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.sse import MEDIA
from ai_gateway.dialects.translation import (
    CallerDialect,
    ProviderDialect,
    Written,
)
from ai_gateway.providers.fetcher import Fetcher
from ai_gateway.providers.foreign import Counter, Foreign
from ai_gateway.providers.profile import profile_of
from ai_gateway.providers.way_back import AnsweredBack, Birth, CountedBack, WayBack

DROPPED = b"x-ai-gateway-dropped"
"""The header field that names what the caller asked for in vain."""

_MOST_NAMED = 32
"""Names in that field, so that it stays well below the 8 KB of header that proxies take."""

_LONGEST_NAME = 64
"""Characters of a name; what the vendors document is shorter by half."""

_UNNAMEABLE = re.compile(r"[^\w.\[\]-]", re.ASCII)

# What a vendor's SDK says to its own vendor means nothing to another.
_VENDORS = (b"anthropic-", b"openai-", b"x-stainless-")

_TYPE = b"content-type"
_JSON = b"application/json"


class Translation:
    """One call on its way through the neutral form, and its answer on the way back.

    `call` is the call as the provider is to get it, `dialect` renders errors for the caller and
    `dropped` names what was asked for in vain.
    """

    def __init__(
        self,
        call: Call,
        dialect: Dialect,
        speaker: ProviderDialect,
        way_back: WayBack,
        dropped: tuple[str, ...],
    ) -> None:
        self.call = call
        self._dialect = dialect
        self._speaker = speaker
        self._way_back = way_back
        self._dropped = dropped

    def reply(self, reply: Reply) -> Reply:
        """Return a provider's answer, whole or streamed or an error, in the caller's dialect.

        Raises `ProviderMisbehaved` where it is none, and leaves the body for its owner to close.
        """
        body = reply.body
        if not isinstance(body, bytes):
            relay = self._way_back.stream(body) if reply.event_stream else None
            if relay is None:
                raise ProviderMisbehaved(
                    "The provider's answer is coded in a way that was not asked for, and cannot "
                    "be translated. Try again, or choose another provider.",
                    status=reply.status if reply.status >= 400 else None,
                )
            return msgspec.structs.replace(reply, headers=self._headers(reply, MEDIA), body=relay)
        headers = self._headers(reply, _JSON)
        if reply.status >= 400:
            provider = "The provider" if reply.served is None else reply.served.provider
            error = self._speaker.read_error(reply.status, body, provider)
            own = self._dialect.error_headers(self.call.id)
            # Two request ids of one name would leave it to chance which of them the SDK shows.
            replaced = {name for name, _ in own}
            return msgspec.structs.replace(
                reply,
                status=self._dialect.status(error),
                headers=[pair for pair in headers if pair[0] not in replaced] + own,
                body=self._dialect.render_error(error, self.call.id),
            )
        return msgspec.structs.replace(reply, headers=headers, body=self._way_back.whole(body))

    def _headers(self, reply: Reply, media: bytes) -> HeaderPairs:
        kept = [pair for pair in reply.headers if pair[0] != _TYPE]
        if self._dropped:
            kept.append((DROPPED, named(self._dropped)))
        return [(_TYPE, media), *kept]


class Translator:
    """Makes the translation of a call, from the tables of the dialects that callers speak.

    `wall_clock` gives seconds since 1970.
    """

    def __init__(
        self,
        callers: Mapping[DialectName, CallerDialect],
        dialects: Mapping[DialectName, Dialect],
        fetcher: Fetcher,
        wall_clock: Callable[[], float],
    ) -> None:
        self._callers = callers
        self._dialects = dialects
        self._fetcher = fetcher
        self._wall_clock = wall_clock
        # The one dialect whose vendor has an operation that counts.
        self._counting = AnthropicCaller()

    async def answer(
        self, call: Call, foreign: Foreign, model: str | None, own_name: str
    ) -> Translation:
        """Return the translation of a call for an answer, asking for `model` if it is given.

        `own_name` is the name of the model behind it. Raises what reading and writing the
        request raise; a field that the provider cannot be asked for is named as the caller
        named it. Where the provider takes no URLs, what they name is fetched as far as it may be.
        """
        caller, speaker = self._callers[call.dialect], foreign.speaker
        request = _for_model(caller.read_request(json_body(call)), model)
        profile = _profile(request, own_name)
        if self._fetcher.fetches and not (foreign.fetches and profile.image_links):
            request = await self._fetcher.inlined(request)
        with _in_words_of(caller):
            written = speaker.write_request(request, profile)
        birth = Birth(call.id, request.model, int(self._wall_clock()))
        return Translation(
            _asked(call, foreign, request, written.body),
            self._dialects[call.dialect],
            speaker,
            AnsweredBack(birth, request, caller, speaker),
            _dropped(written, caller),
        )

    def count(self, call: Call, counter: Counter, model: str | None, own_name: str) -> Translation:
        """Return the translation of a call that wants tokens counted; see `answer`."""
        caller, speaker = self._counting, counter.speaker
        request = _for_model(caller.read_count_request(json_body(call)), model)
        with _in_words_of(caller):
            written = speaker.write_count_request(request, _profile(request, own_name))
        return Translation(
            _asked(call, counter, request, written.body),
            self._dialects[call.dialect],
            speaker,
            CountedBack(caller, counter),
            _dropped(written, caller),
        )


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


def _for_model(request: Request, model: str | None) -> Request:
    return request if model is None else msgspec.structs.replace(request, model=model)


def _profile(request: Request, own_name: str) -> Profile:
    profile = profile_of(own_name)
    if own_name == request.model:
        return profile
    return msgspec.structs.replace(profile, model=own_name)


def _asked(call: Call, where: Foreign | Counter, request: Request, body: bytes) -> Call:
    """Return the call as the provider is to get it."""
    return msgspec.structs.replace(
        call,
        operation=where.operation,
        dialect=where.dialect,
        path=where.path,
        raw_path=where.path.encode("ascii"),
        query=b"",
        headers=Headers(_crossing(call.headers)),
        body=body,
        body_length=len(body),
        model=request.model,
    )


def _crossing(headers: Headers) -> HeaderPairs:
    kept = [pair for pair in headers.pairs if pair[0] != _TYPE and not pair[0].startswith(_VENDORS)]
    return [(_TYPE, _JSON), *kept]


def _dropped(written: Written, caller: CallerDialect) -> tuple[str, ...]:
    return tuple(caller.field_name(field) for field in written.dropped)


@contextmanager
def _in_words_of(caller: CallerDialect) -> Generator[None]:
    """Name the field of a refusal as the caller named it."""
    try:
        yield
    except InvalidRequest as error:
        if error.field is not None:
            name = caller.field_name(error.field)
            # Anthropic's errors have no member for the field: their words have to name it.
            error.message = error.message.replace(f"`{error.field}`", f"`{name}`")
            error.field = name
        raise
