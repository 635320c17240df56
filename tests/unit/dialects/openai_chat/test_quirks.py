"""Quirks: what is not said is as OpenAI has it."""

from ai_gateway.dialects.openai_chat.quirks import Quirks


def test_the_defaults_are_openais_own() -> None:
    assert Quirks() == Quirks(current=True, reasoning="none", cache="none")
