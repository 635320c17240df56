"""Log-probabilities."""

from ai_gateway.dialects.gemini.logprobs import read_logprobs
from ai_gateway.dialects.gemini.shapes import Logprobs, Token, TopTokens
from ai_gateway.dialects.neutral.reply import TokenLogprob


def test_each_chosen_token_has_the_others_at_its_place():
    result = Logprobs(
        [Token("a", -0.5), Token("b", -1.0)], [TopTokens([Token("a", -0.5), Token("x", -2.0)])]
    )
    assert read_logprobs(result) == (
        TokenLogprob("a", -0.5, (("a", -0.5), ("x", -2.0))),
        TokenLogprob("b", -1.0),
    )


def test_nothing_told_is_nothing():
    assert read_logprobs(None) is None
    assert read_logprobs(Logprobs()) is None
