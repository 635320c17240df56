"""What an answer of Bedrock's reports as billed, of any operation."""

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.bedrock_converse.tokens import METADATA
from ai_gateway.dialects.wire import decode


def read_usage(body: bytes) -> Usage | None:
    """Return the usage of a whole answer to Converse, None where there is none. Never raises."""
    answer = decode(METADATA, body)
    return answer and answer.counts()
