"""What an answer reports as billed."""

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.gemini import tokens
from ai_gateway.dialects.gemini.shapes import ANSWER
from ai_gateway.dialects.wire import decode


def read_usage(body: bytes) -> Usage | None:
    """Return the usage of a whole answer, None without any."""
    answer = decode(ANSWER, body)
    return tokens.read_usage(answer, tokens.searches_of(answer)) if answer else None
