"""Service tiers in OpenAI's words."""

import pytest

from ai_gateway.dialects.openai_chat.service_tier import write_service_tier


@pytest.mark.parametrize(
    ("tier", "written"),
    [
        ("auto", "auto"),
        ("flex", "flex"),
        ("standard", "default"),
        ("standard_only", "default"),
        ("batch", None),
        (None, None),
    ],
)
def test_a_tier_is_told_in_openais_words_or_not_at_all(
    tier: str | None, written: str | None
) -> None:
    assert write_service_tier(tier) == written
