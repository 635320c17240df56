"""Calls for tests: a chat completion, but for what a test says."""

import msgspec

from ai_gateway.core.call import Call
from ai_gateway.core.headers import HeaderPairs, Headers
from ai_gateway.core.operation import Operation

CHAT = Call(
    id="r-1",
    method="POST",
    path="/v1/chat/completions",
    raw_path=b"/v1/chat/completions",
    query=b"",
    headers=Headers(),
    operation=Operation.CHAT,
    dialect="openai-chat",
    body=b'{"model":"m"}',
    started=10.0,
    model="m",
)


def call_with(fields: HeaderPairs | None = None, **changes: object) -> Call:
    """Return the call with these header fields and changes."""
    return msgspec.structs.replace(CHAT, headers=Headers(fields or []), **changes)


def passing_through(fields: HeaderPairs | None = None, **changes: object) -> Call:
    """Return a call that the gateway does not understand, with these fields and changes."""
    plain: dict[str, object] = {
        "operation": Operation.PASSTHROUGH,
        "path": "/v1/files",
        "raw_path": b"/v1/files",
        "body": b"",
        "model": None,
    }
    return call_with(fields, **(plain | changes))
