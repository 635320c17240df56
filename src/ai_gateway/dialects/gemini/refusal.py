"""Refusals of what a caller asks for and Gemini cannot be asked for."""

from ai_gateway.core.errors import InvalidRequest


def inexpressible(field: str, holds: str, why: str, instead: str) -> InvalidRequest:
    """Return the refusal of what `field` holds, with the reason and what to do instead."""
    return InvalidRequest(
        f"`{field}` holds {holds}, which Gemini cannot be asked for: {why}. {instead}",
        field=field,
    )
