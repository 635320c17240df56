"""Refusals of what Gemini cannot be asked for."""

from ai_gateway.dialects.gemini.refusal import inexpressible


def test_a_refusal_says_what_why_and_what_instead():
    error = inexpressible("previous", "an id", "it keeps nothing", "Send all.")
    assert error.field == "previous"
    assert error.status == 400
    assert error.message == (
        "`previous` holds an id, which Gemini cannot be asked for: it keeps nothing. Send all."
    )
