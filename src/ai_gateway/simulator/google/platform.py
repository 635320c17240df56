"""The two places where Google serves Gemini, and how their dialects differ."""

import msgspec

from ai_gateway.simulator.google import shapes
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.shape import Record


class Platform(msgspec.Struct, frozen=True):
    """Where Gemini is served.

    `generate` and `count` are what the bodies look like. `numbers_calls` tells that a function
    call has an identifier. `usage` is what usage says of how it was billed.
    """

    generate: Record
    count: Record
    numbers_calls: bool
    usage: Json


GEMINI_API = Platform(shapes.GENERATE, shapes.COUNT_TOKENS, numbers_calls=True, usage={})
"""generativelanguage.googleapis.com."""

VERTEX_AI = Platform(
    shapes.VERTEX_GENERATE,
    shapes.VERTEX_COUNT_TOKENS,
    numbers_calls=False,
    usage={"trafficType": "ON_DEMAND"},
)
"""aiplatform.googleapis.com."""
