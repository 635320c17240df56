"""Prompt-cache markers, from the wire and to it."""

from ai_gateway.dialects.anthropic_messages.blocks import CacheControl
from ai_gateway.dialects.neutral.content import CacheMark

_SECONDS = {None: None, "5m": 300, "1h": 3600}


def read_mark(control: CacheControl | None) -> CacheMark | None:
    """Return the mark."""
    return None if control is None else CacheMark(_SECONDS[control.ttl])


def write_mark(mark: CacheMark | None) -> CacheControl | None:
    """Return the marker, with the longer of the two times where the shorter would not do."""
    if mark is None:
        return None
    if mark.seconds is None:
        return CacheControl()
    return CacheControl("5m" if mark.seconds <= 300 else "1h")
