"""The header fields of Azure's answers.

Source: learn.microsoft.com/azure/ai-services/openai/how-to/quota, and what the service sends.
"""

from ai_gateway.simulator.answer import HeaderPairs
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import identifier

_CONSTANT: HeaderPairs = [
    (b"x-ms-region", b"Simulated"),
    (b"x-ratelimit-limit-requests", b"10000"),
    (b"x-ratelimit-limit-tokens", b"2000000"),
    (b"x-ratelimit-remaining-requests", b"9999"),
    (b"x-ratelimit-remaining-tokens", b"1999990"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains; preload"),
]


def headers(request: Request, content_type: bytes = b"application/json") -> HeaderPairs:
    """Return the header fields of an answer to `request`."""
    request_id = identifier("", request.number, 32).encode()
    return [
        (b"content-type", content_type),
        (b"apim-request-id", request_id),
        (b"x-request-id", request_id),
        (b"x-ms-deployment-name", request.model.encode()),
        *_CONSTANT,
    ]
