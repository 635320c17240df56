"""What Bedrock cannot be asked: the field, what it holds, why, and what to do."""

from ai_gateway.dialects.bedrock_converse.refusal import refusal


def test_the_message_says_all_four() -> None:
    error = refusal("n", "2", "Bedrock gives one answer", "Ask twice.")
    assert error.message == "`n` holds 2: Bedrock gives one answer. Ask twice."
    assert (error.field, error.status) == ("n", 400)
