"""An answer says why it ended, in one of seven words, and leaves unsaid what is unknown."""

from typing import get_args

import msgspec
import pytest

from ai_gateway.dialects.neutral import reply
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.reply import Answer, Reply, Stop, TokenLogprob
from tests.unit.dialects.neutral.structs import all_frozen

WHOLE = Reply(
    "r",
    "m",
    (Answer((Text("hi"),), "stop_sequence", "END", (TokenLogprob("hi", -0.1, (("ho", -2.0),)),)),),
    created=1,
    service_tier="default",
)


def test_a_reply_is_known_again_from_its_json():
    assert msgspec.json.decode(msgspec.json.encode(WHOLE), type=Reply) == WHOLE


@pytest.mark.parametrize("stop", get_args(Stop))
def test_each_reason_to_stop_is_taken(stop: str):
    assert msgspec.convert({"parts": [], "stop": stop}, Answer).stop == stop


def test_no_vendors_own_reason_is_taken():
    with pytest.raises(msgspec.ValidationError, match="end_turn"):
        msgspec.convert({"parts": [], "stop": "end_turn"}, Answer)


def test_usage_and_time_are_unknown_where_the_provider_does_not_say():
    plain = Reply("r", "m", ())
    assert (plain.usage, plain.created, plain.service_tier) == (None, None, None)


def test_none_can_be_changed():
    assert all_frozen(reply)
