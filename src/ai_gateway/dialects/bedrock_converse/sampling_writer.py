"""How the next token is drawn: what all models take, and what their makers have words for."""

import msgspec

from ai_gateway.dialects.bedrock_converse.maker import Maker
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Sampling

_LEAST_TOP_P_WITH_THINKING = 0.95
_UNKNOWN_HERE = ("frequency_penalty", "presence_penalty", "seed", "logit_bias")


class WrittenSampling(msgspec.Struct, frozen=True):
    """What to say; `fields` are members of `additionalModelRequestFields`."""

    temperature: float | None
    top_p: float | None
    fields: dict[str, object]
    dropped: tuple[str, ...]


def write_sampling(
    sampling: Sampling, profile: Profile, maker: Maker, thinks: bool
) -> WrittenSampling:
    """Return what of `sampling` this model takes.

    Converse takes 0 to 1 of both, other vendors' temperatures go to 2. Claude takes nearly
    nothing while it thinks, and from Opus 4.1 on refuses `temperature` beside `top_p`; the
    temperature is what callers set on purpose.
    """
    temperature = sampling.temperature
    if not profile.sampling or (temperature is not None and temperature > 1):
        temperature = None
    if thinks and temperature != 1:
        temperature = None
    top_p = sampling.top_p
    if not profile.sampling or (maker == "anthropic" and temperature is not None):
        top_p = None
    if thinks and top_p is not None and top_p < _LEAST_TOP_P_WITH_THINKING:
        top_p = None
    fields = _top_k(sampling.top_k, maker) if profile.sampling and not thinks else {}
    dropped = [f"sampling.{name}" for name in _UNKNOWN_HERE if getattr(sampling, name) is not None]
    if temperature != sampling.temperature:
        dropped.append("sampling.temperature")
    if top_p != sampling.top_p:
        dropped.append("sampling.top_p")
    if sampling.top_k is not None and not fields:
        dropped.append("sampling.top_k")
    return WrittenSampling(temperature, top_p, fields, tuple(dropped))


def _top_k(top_k: int | None, maker: Maker) -> dict[str, object]:
    """Return `top_k` where its maker documents it for Converse."""
    match maker:
        case _ if top_k is None:
            return {}
        case "anthropic":
            return {"top_k": top_k}
        case "amazon":
            return {"inferenceConfig": {"topK": top_k}}
        case _:
            return {}
