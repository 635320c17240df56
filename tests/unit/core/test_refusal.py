"""A refusal says what is known of a request that never became a call."""

from ai_gateway.core.errors import NotFound
from ai_gateway.core.refusal import Refusal


def test_its_beginning_may_be_unknown():
    refusal = Refusal("r-1", "openai-chat", NotFound("Nothing is there."))
    assert (refusal.error.code, refusal.started) == ("not_found", None)
