"""Service tiers in OpenAI's words."""

_TIERS = frozenset({"auto", "default", "flex", "scale", "priority", "fast"})

# Anthropic's two words for what OpenAI calls `default` (`anthropic.types.Usage.service_tier`
# and `MessageCreateParams.service_tier`).
_STANDARD = frozenset({"standard", "standard_only"})


def write_service_tier(tier: str | None) -> str | None:
    """Return `tier` in OpenAI's words, None where it has none for it."""
    if tier in _STANDARD:
        return "default"
    return tier if tier in _TIERS else None
