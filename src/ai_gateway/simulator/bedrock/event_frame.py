"""Frames of AWS's binary event stream.

Source: docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html and
smithy.io/2.0/aws/amazon-eventstream.html. A frame is the length of all of it and of its headers,
the CRC-32 of those two, the headers, the payload, and the CRC-32 of everything before.
"""

import struct
import zlib

import msgspec

from ai_gateway.simulator.jsonvalue import Json

_STRING = 7
# Two lengths and their checksum before, a checksum after.
_OVERHEAD = 16


def event_frame(kind: str, fields: Json) -> bytes:
    """Return the frame of an event; `kind` is the name of its member in the service's model."""
    return _frame(_headers("event", kind), msgspec.json.encode(fields))


def exception_frame(kind: str, fields: Json) -> bytes:
    """Return the frame of an exception, after which the service sends nothing more."""
    return _frame(_headers("exception", kind), msgspec.json.encode(fields))


def _headers(message_type: str, kind: str) -> bytes:
    values = {
        f":{message_type}-type": kind,
        ":content-type": "application/json",
        ":message-type": message_type,
    }
    return b"".join(_header(name, value) for name, value in values.items())


def _header(name: str, value: str) -> bytes:
    encoded = value.encode()
    length = len(name)
    return struct.pack(f">B{length}sBH", length, name.encode(), _STRING, len(encoded)) + encoded


def _frame(headers: bytes, payload: bytes) -> bytes:
    lengths = struct.pack(">II", len(headers) + len(payload) + _OVERHEAD, len(headers))
    body = lengths + struct.pack(">I", zlib.crc32(lengths)) + headers + payload
    return body + struct.pack(">I", zlib.crc32(body))
