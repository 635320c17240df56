"""Log-probabilities (`google.genai.types.LogprobsResult`)."""

from ai_gateway.dialects.gemini.shapes import Logprobs
from ai_gateway.dialects.neutral.reply import TokenLogprob


def read_logprobs(result: Logprobs | None) -> tuple[TokenLogprob, ...] | None:
    """Return the chosen tokens with the likeliest others, None where none are told."""
    if result is None or not result.chosen_candidates:
        return None
    tops = result.top_candidates or []
    return tuple(
        TokenLogprob(
            chosen.token,
            chosen.log_probability,
            tuple(
                (other.token, other.log_probability)
                for other in (tops[place].candidates or () if place < len(tops) else ())
            ),
        )
        for place, chosen in enumerate(result.chosen_candidates)
    )
