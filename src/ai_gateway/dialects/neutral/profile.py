"""What a writer must know of the model at hand."""

from typing import Literal

import msgspec

ReasoningStyle = Literal["none", "effort", "budget", "adaptive"]


class Profile(msgspec.Struct, frozen=True):
    """Facts of one model that the wire format alone does not say.

    `max_output` is the most tokens that it writes, for dialects which require a bound.
    `reasoning` says how it is told to think: not at all, by an effort, by a budget of tokens, or
    by an effort with the model choosing the budget. `image_links` says that it fetches images
    from URLs, `sampling` that it takes temperature and top_p. `model` is the model's own name
    where a request names it by something else, such as an inference profile's ARN.
    """

    max_output: int = 4096
    reasoning: ReasoningStyle = "none"
    image_links: bool = True
    sampling: bool = True
    model: str | None = None
