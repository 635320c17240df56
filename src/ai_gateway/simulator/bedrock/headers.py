"""The header fields of Bedrock's answers.

Source: docs.aws.amazon.com/bedrock/latest/APIReference, and what the service sends.
"""

from ai_gateway.simulator.answer import HeaderPairs
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import identifier

LATENCY = 42
"""The milliseconds that every answer says it took: the same in every run."""


def headers(request: Request, content_type: bytes = b"application/json") -> HeaderPairs:
    """Return the header fields of an answer to `request`."""
    digits = identifier("", request.number, 32)
    # The service writes its request identifiers as UUIDs.
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return [(b"content-type", content_type), (b"x-amzn-requestid", "-".join(parts).encode())]


def invocation_headers(request: Request, input_tokens: int) -> HeaderPairs:
    """Return the header fields of an answer to InvokeModel, which are where its usage stands."""
    return [
        *headers(request),
        (b"x-amzn-bedrock-input-token-count", b"%d" % input_tokens),
        (b"x-amzn-bedrock-invocation-latency", b"%d" % LATENCY),
    ]
