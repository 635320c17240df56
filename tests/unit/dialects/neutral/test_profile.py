"""What is assumed of a model that nobody knows breaks no call."""

import msgspec
import pytest

from ai_gateway.dialects.neutral import profile
from ai_gateway.dialects.neutral.profile import Profile
from tests.unit.dialects.neutral.structs import all_frozen


def test_an_unknown_model_is_not_told_how_to_think_and_takes_the_rest():
    unknown = Profile()
    assert (unknown.reasoning, unknown.image_links, unknown.sampling) == ("none", True, True)
    assert (unknown.max_output, unknown.model) == (4096, None)


@pytest.mark.parametrize("style", ["none", "effort", "budget", "adaptive"])
def test_a_style_of_reasoning_is_one_of_four(style: str):
    assert msgspec.convert({"reasoning": style}, Profile).reasoning == style


def test_any_other_style_is_refused():
    with pytest.raises(msgspec.ValidationError, match="reasoning"):
        msgspec.convert({"reasoning": "always"}, Profile)


def test_it_cannot_be_changed():
    assert all_frozen(profile)
