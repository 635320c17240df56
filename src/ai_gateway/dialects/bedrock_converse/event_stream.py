"""Amazon's binary event stream: where a message ends, whether it is whole, and what it is.

A message is, in big-endian numbers: its length, the length of its headers, the CRC-32 of these
eight bytes; the headers; the payload; the CRC-32 of everything before it. Source: the AWS SDKs'
"Amazon event stream" specification. It is read here and not by botocore, whose reader unpacks
each header into objects, and takes three times as long for that alone as the whole reading takes
here: the headers of a stream are a few constant
strings of bytes, which are understood once.
"""

import struct
from collections.abc import Iterator
from zlib import crc32

import msgspec

from ai_gateway.core.errors import ProviderMisbehaved

_PRELUDE = struct.Struct(">III")
_CHECKSUM = struct.Struct(">I")
_LONG_LENGTH = struct.Struct(">H")

_ENVELOPE = _PRELUDE.size + _CHECKSUM.size
"""Bytes of a message around its headers and its payload."""

LONGEST_MESSAGE = 24 * 1024 * 1024
"""Bytes of one message, at most: the SDKs' own bound of 16 MiB of payload, with room to spare."""

_MOST_HEADERS = 64
"""Different headers that one stream remembers. Real ones have fewer than a dozen."""

# Bytes of the value by the type of a header; the two that carry a length of their own are apart.
_FIXED = {0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16}
_BYTES, _STRING = 6, 7


class Headers(msgspec.Struct, frozen=True):
    """What the headers say: the kind of message (`event`, `exception`, `error`), and which one."""

    kind: str
    name: str
    text: str = ""


class Message(msgspec.Struct, frozen=True):
    """One message; its payload is JSON."""

    headers: Headers
    payload: bytes


class MessageFramer:
    """Cuts a stream of bytes behind whole messages, without a look inside."""

    __slots__ = ("_tail",)

    def __init__(self) -> None:
        self._tail = b""

    def feed(self, piece: bytes) -> bytes:
        """Return everything up to the last message that `piece` completes, b"" where none is.

        Raises `ProviderMisbehaved` where a length cannot be one of a message.
        """
        data = self._tail + piece if self._tail else piece
        size, end = len(data), 0
        while size - end >= _PRELUDE.size:
            length = _length(data, end)
            if end + length > size:
                break
            end += length
        self._tail = data[end:]
        return data if end == size else data[:end]

    def finish(self) -> bytes:
        """Return what is left: the beginning of a message, or b""."""
        tail, self._tail = self._tail, b""
        return tail


class MessageReader:
    """Reads whole messages, their checksums verified."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[bytes, Headers] = {}

    def read(self, data: bytes) -> Iterator[Message]:
        """Yield the messages of `data`, a whole number of them. Raises `ProviderMisbehaved`."""
        start, size = 0, len(data)
        while start < size:
            length, headers_length, prelude_sum = _PRELUDE.unpack_from(data, start)
            end = start + length
            body = start + _PRELUDE.size
            payload = body + headers_length
            (whole_sum,) = _CHECKSUM.unpack_from(data, end - _CHECKSUM.size)
            prelude = crc32(data[start : body - _CHECKSUM.size])
            if prelude != prelude_sum:
                raise _garbled("the prelude of a message does not fit its checksum")
            if crc32(data[body - _CHECKSUM.size : end - _CHECKSUM.size], prelude) != whole_sum:
                raise _garbled("a message does not fit its checksum")
            if payload > end - _CHECKSUM.size:
                raise _garbled("the headers of a message are longer than the message")
            raw = data[body:payload]
            headers = self._known.get(raw)
            if headers is None:
                headers = self._learn(raw)
            yield Message(headers, data[payload : end - _CHECKSUM.size])
            start = end

    def _learn(self, raw: bytes) -> Headers:
        headers = _read_headers(raw)
        if len(self._known) < _MOST_HEADERS:
            self._known[raw] = headers
        return headers


def _length(data: bytes, start: int) -> int:
    length, headers_length, prelude_sum = _PRELUDE.unpack_from(data, start)
    if not _ENVELOPE + headers_length <= length <= LONGEST_MESSAGE:
        raise _garbled(f"a message claims {length} bytes, {headers_length} of them headers")
    # A length that is not verified might swallow what follows it.
    if crc32(data[start : start + _PRELUDE.size - _CHECKSUM.size]) != prelude_sum:
        raise _garbled("the prelude of a message does not fit its checksum")
    return length


def _read_headers(raw: bytes) -> Headers:
    found: dict[str, str] = {}
    position = 0
    try:
        while position < len(raw):
            name_end = position + 1 + raw[position]
            name = raw[position + 1 : name_end].decode()
            kind = raw[name_end]
            position = name_end + 1
            if kind in (_BYTES, _STRING):
                (length,) = _LONG_LENGTH.unpack_from(raw, position)
                position += _LONG_LENGTH.size
            else:
                length = _FIXED[kind]
            value = raw[position : position + length]
            if len(value) < length:
                raise _garbled("a header is cut short")
            if kind == _STRING:
                found[name] = value.decode()
            position += length
    except (IndexError, KeyError, struct.error, UnicodeDecodeError) as error:
        raise _garbled("the headers of a message cannot be read") from error
    kind = found.get(":message-type", "event")
    name = found.get(f":{kind}-type") or found.get(":error-code", "")
    return Headers(kind, name, found.get(":error-message", ""))


def _garbled(what: str) -> ProviderMisbehaved:
    return ProviderMisbehaved(
        f"The provider's event stream cannot be read: {what}. Ask again, and report it to the"
        " provider if it happens again."
    )
