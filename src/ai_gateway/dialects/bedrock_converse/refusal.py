"""The error for what Bedrock cannot be asked."""

from ai_gateway.core.errors import InvalidRequest


def refusal(field: str, found: str, reason: str, instead: str) -> InvalidRequest:
    """Return the error for a `field` that holds what cannot be said, and what to do instead."""
    return InvalidRequest(f"`{field}` holds {found}: {reason}. {instead}", field=field)
