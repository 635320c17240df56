"""Usage of streams whose callers did not ask for it: asked for upstream, hidden on the way back.

OpenAI reports it in one more chunk, without choices, to those who send
`stream_options.include_usage`; all other chunks then hold a `usage` that is null.
Source: https://platform.openai.com/docs/api-reference/chat/create#chat_create-stream_options
"""

import re

import msgspec

from ai_gateway.core.usage import Usage
from ai_gateway.dialects import wire
from ai_gateway.dialects.contract import StreamReader
from ai_gateway.dialects.sse import read_events


class _Options(msgspec.Struct):
    include_usage: bool | None = None


class _Request(msgspec.Struct):
    stream: bool | None = None
    stream_options: _Options | None = None


class _Chunk(msgspec.Struct):
    choices: list[msgspec.Raw] | None = None
    usage: msgspec.Raw = msgspec.Raw(b"null")


_REQUEST = msgspec.json.Decoder(_Request)
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_CHUNK = msgspec.json.Decoder(_Chunk)

_ASKED = b'{"include_usage":true}'

# A quotation mark within a string is escaped, so that these bytes are always a member.
_NO_USAGE = (b',"usage":null', b', "usage": null')
_BETWEEN_EVENTS = re.compile(rb"(?<=\n\n)|(?<=\r\n\r\n)")


def asking_for_usage(body: bytes) -> bytes | None:
    """Return the request asking for usage too, None where it does already or streams nothing.

    Every other byte stays where it is, but where the caller has stream options of its own: then
    the space between the members goes. What is no request is the provider's to refuse.
    """
    request = wire.decode(_REQUEST, body)
    if request is None or not request.stream:
        return None
    if request.stream_options is None and b'"stream_options"' not in body:
        end = body.rindex(b"}")
        return body[:end] + b',"stream_options":' + _ASKED + body[end:]
    if request.stream_options is not None and request.stream_options.include_usage:
        return None
    members = wire.decode(_MEMBERS, body)
    if members is None:
        return None
    options = wire.decode(_MEMBERS, bytes(members["stream_options"])) or {}
    options["include_usage"] = msgspec.Raw(b"true")
    members["stream_options"] = msgspec.Raw(msgspec.json.encode(options))
    return msgspec.json.encode(members)


class HiddenUsage:
    """A stream reader that keeps from the caller what only the gateway asked for.

    See `ai_gateway.dialects.contract.StreamReader`; all else is passed on as it came.
    """

    def __init__(self, reader: StreamReader) -> None:
        self._reader = reader

    @property
    def usage(self) -> Usage | None:
        """What the provider reported so far."""
        return self._reader.usage

    @property
    def final(self) -> bool:
        """Whether it has reported everything."""
        return self._reader.final

    @property
    def written(self) -> int:
        """Bytes of text that have passed."""
        return self._reader.written

    def feed(self, piece: bytes) -> bytes:
        """Return the events that `piece` completes, without those of usage alone."""
        return _hidden(self._reader.feed(piece))

    def finish(self) -> bytes:
        """Return what was kept back; see `StreamReader.finish`."""
        return _hidden(self._reader.finish())


def _hidden(events: bytes) -> bytes:
    for member in _NO_USAGE:
        # Of nearly every chunk the first is all there is, and this is asked of each.
        events = events.replace(member, b"")
        if events.find(b'"usage"') < 0:
            return events
    return b"".join(event for event in _BETWEEN_EVENTS.split(events) if not _is_usage_alone(event))


def _is_usage_alone(event: bytes) -> bool:
    for told in read_events(event):
        chunk = wire.decode(_CHUNK, told.data)
        if chunk is not None and chunk.choices == [] and bytes(chunk.usage) != b"null":
            return True
    return False
