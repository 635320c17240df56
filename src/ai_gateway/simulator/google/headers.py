"""The header fields of Google's answers.

Source: what the service sends.
"""

from ai_gateway.simulator.answer import HeaderPairs


def headers(content_type: bytes = b"application/json; charset=UTF-8") -> HeaderPairs:
    """Return the header fields of an answer; none of them tells one request from another."""
    return [
        (b"content-type", content_type),
        (b"vary", b"Origin, X-Origin, Referer"),
        (b"server-timing", b"gfet4t7; dur=42"),
    ]
