"""The header fields of OpenAI's answers.

Source: platform.openai.com/docs/api-reference/debugging-requests and
platform.openai.com/docs/guides/rate-limits.
"""

from ai_gateway.simulator.answer import HeaderPairs
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import identifier

_CONSTANT: HeaderPairs = [
    (b"openai-organization", b"simulated-organization"),
    (b"openai-project", b"proj_simulated"),
    (b"openai-processing-ms", b"1"),
    (b"openai-version", b"2020-10-01"),
    (b"x-ratelimit-limit-requests", b"10000"),
    (b"x-ratelimit-limit-tokens", b"2000000"),
    (b"x-ratelimit-remaining-requests", b"9999"),
    (b"x-ratelimit-remaining-tokens", b"1999990"),
    (b"x-ratelimit-reset-requests", b"6ms"),
    (b"x-ratelimit-reset-tokens", b"0s"),
]


def headers(request: Request, content_type: bytes = b"application/json") -> HeaderPairs:
    """Return the header fields of an answer to `request`."""
    request_id = identifier("req_", request.number, 32).encode()
    return [(b"content-type", content_type), (b"x-request-id", request_id), *_CONSTANT]


def event_headers(request: Request) -> HeaderPairs:
    """Return the header fields of a stream of server-sent events."""
    return headers(request, b"text/event-stream; charset=utf-8")
