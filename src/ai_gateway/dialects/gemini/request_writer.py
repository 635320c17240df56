"""A request, written for Google as the body of `generateContent`."""

import re

import msgspec

from ai_gateway.dialects.gemini.content_writer import ContentWriter
from ai_gateway.dialects.gemini.generation import write_generation
from ai_gateway.dialects.gemini.question import Question
from ai_gateway.dialects.gemini.refusal import inexpressible
from ai_gateway.dialects.gemini.tool_writer import ToolWriter
from ai_gateway.dialects.gemini.turn_writer import TurnWriter
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.translation import Written

_ENCODER = msgspec.json.Encoder()

# The tiers of the caller's vendors that Google has (`google.genai.types.ServiceTier`). `auto` is
# what happens where nothing is said.
_TIERS = {
    "default": "standard",
    "standard": "standard",
    "standard_only": "standard",
    "flex": "flex",
    "priority": "priority",
}

# https://cloud.google.com/resource-manager/docs/labels-overview#requirements
_LABEL_KEY = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_LABEL_VALUE = re.compile(r"[a-z0-9_-]{0,63}")
_MOST_LABELS = 64

# Labels and hints without a place here, by their neutral names.
_UNSAID = ("user", "cache_key", "cache", "verbosity", "store")


def write_request(request: Request, profile: Profile, *, vertex: bool = False) -> Written:
    """Return the body; see `ProviderDialect.write_request`.

    `vertex` says that it goes to Vertex AI, which alone puts labels on a bill, and takes a tier
    from a header field only.
    """
    if request.previous is not None:
        raise inexpressible(
            "previous",
            "the id of an earlier answer",
            "it keeps no conversations",
            "Send the whole conversation.",
        )
    dropped: dict[str, None] = dict.fromkeys(request.extras)
    parts = ContentWriter(profile.image_links, dropped)
    tools = ToolWriter(request, parts, dropped)
    # The models that are told a level of thinking are those that demand signatures.
    signed = profile.reasoning not in ("none", "budget")
    turns = TurnWriter(parts, dropped, signed=signed).write(request.messages)
    question = Question(
        contents=turns.contents,
        system_instruction=turns.instructions,
        tools=tools.tools(),
        tool_config=tools.config(),
        generation_config=write_generation(request, profile, dropped),
        labels=_labels(request.metadata, dropped) if vertex else None,
        service_tier=_tier(request.service_tier, dropped, vertex=vertex),
    )
    unsaid = _UNSAID if vertex else (*_UNSAID, "metadata")
    dropped |= {field: None for field in unsaid if getattr(request, field) is not None}
    return Written(_ENCODER.encode(question), tuple(dropped))


def _labels(metadata: dict[str, str] | None, dropped: dict[str, None]) -> dict[str, str] | None:
    """Return metadata as labels where all of it fits Google's rules for them."""
    if not metadata:
        return None
    fits = all(
        _LABEL_KEY.fullmatch(key) and _LABEL_VALUE.fullmatch(value)
        for key, value in metadata.items()
    )
    if fits and len(metadata) <= _MOST_LABELS:
        return metadata
    dropped["metadata"] = None
    return None


def _tier(asked: str | None, dropped: dict[str, None], *, vertex: bool) -> str | None:
    if asked is None or asked == "auto":
        return None
    tier = _TIERS.get(asked)
    # Vertex AI answers these words with a 400, and serves everyone at the standard tier:
    # https://docs.cloud.google.com/vertex-ai/generative-ai/docs/flex-paygo
    if tier is None or (vertex and tier != "standard"):
        dropped["service_tier"] = None
    return None if vertex else tier
