"""Sampling: what each maker takes."""

import pytest

from ai_gateway.dialects.bedrock_converse.maker import Maker
from ai_gateway.dialects.bedrock_converse.sampling_writer import write_sampling
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Sampling


@pytest.mark.parametrize(
    ("sampling", "maker", "thinks", "said", "dropped"),
    [
        (Sampling(0.5, 0.9), "amazon", False, (0.5, 0.9), ()),
        (Sampling(0.5, 0.9), "anthropic", False, (0.5, None), ("sampling.top_p",)),
        (Sampling(1.5, 0.9), "anthropic", False, (None, 0.9), ("sampling.temperature",)),
        (Sampling(0.5), "anthropic", True, (None, None), ("sampling.temperature",)),
        (Sampling(1.0), "anthropic", True, (1.0, None), ()),
        (Sampling(top_p=0.95), "anthropic", True, (None, 0.95), ()),
        (Sampling(top_p=0.5), "anthropic", True, (None, None), ("sampling.top_p",)),
        (
            Sampling(frequency_penalty=1, presence_penalty=1, seed=0, logit_bias={"1": 1.0}),
            "amazon",
            False,
            (None, None),
            (
                "sampling.frequency_penalty",
                "sampling.presence_penalty",
                "sampling.seed",
                "sampling.logit_bias",
            ),
        ),
    ],
)
def test_what_is_taken_is_said_and_the_rest_named(
    sampling: Sampling,
    maker: Maker,
    thinks: bool,
    said: tuple[float | None, float | None],
    dropped: tuple[str, ...],
) -> None:
    written = write_sampling(sampling, Profile(), maker, thinks)
    assert ((written.temperature, written.top_p), written.dropped) == (said, dropped)


@pytest.mark.parametrize(
    ("maker", "thinks", "fields"),
    [
        ("anthropic", False, {"top_k": 4}),
        ("anthropic", True, {}),
        ("amazon", False, {"inferenceConfig": {"topK": 4}}),
        ("other", False, {}),
    ],
)
def test_top_k_is_in_the_makers_words(maker: Maker, thinks: bool, fields: object) -> None:
    written = write_sampling(Sampling(top_k=4), Profile(), maker, thinks)
    assert written.fields == fields
    assert written.dropped == (() if fields else ("sampling.top_k",))


def test_a_model_that_takes_none_is_told_none() -> None:
    written = write_sampling(Sampling(0.5, 0.9, 4), Profile(sampling=False), "amazon", thinks=False)
    assert (written.temperature, written.top_p, written.fields) == (None, None, {})
    assert len(written.dropped) == 3
