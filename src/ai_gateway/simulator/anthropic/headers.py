"""The header fields of Anthropic's answers.

Source: docs.claude.com/en/api/rate-limits and docs.claude.com/en/api/overview.
"""

from ai_gateway.simulator.answer import HeaderPairs
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import identifier

_RESET = b"2025-10-09T08:53:20Z"

_CONSTANT: HeaderPairs = [
    (b"anthropic-organization-id", b"00000000-0000-4000-8000-000000000000"),
    (b"anthropic-ratelimit-requests-limit", b"4000"),
    (b"anthropic-ratelimit-requests-remaining", b"3999"),
    (b"anthropic-ratelimit-requests-reset", _RESET),
    (b"anthropic-ratelimit-input-tokens-limit", b"400000"),
    (b"anthropic-ratelimit-input-tokens-remaining", b"399000"),
    (b"anthropic-ratelimit-input-tokens-reset", _RESET),
    (b"anthropic-ratelimit-output-tokens-limit", b"80000"),
    (b"anthropic-ratelimit-output-tokens-remaining", b"79000"),
    (b"anthropic-ratelimit-output-tokens-reset", _RESET),
]


def request_id(request: Request) -> str:
    """Return the identifier by which Anthropic knows `request`."""
    return identifier("req_011", request.number, 21)


def headers(request: Request, content_type: bytes = b"application/json") -> HeaderPairs:
    """Return the header fields of an answer to `request`."""
    identity = request_id(request).encode()
    return [(b"content-type", content_type), (b"request-id", identity), *_CONSTANT]
