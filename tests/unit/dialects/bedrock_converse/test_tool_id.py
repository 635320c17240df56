"""Ids of calls: allowed letters, bounded, and still different."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.dialects.bedrock_converse.tool_id import tool_id


def test_a_good_id_is_left_alone() -> None:
    assert tool_id("tooluse_aB-1.2:3") == "tooluse_aB-1.2:3"
    assert tool_id("call|1") == "call_1"
    assert tool_id("") == "_"


@given(identifier=st.text(max_size=99))
def test_every_id_is_allowed(identifier: str) -> None:
    assert re.fullmatch(r"[a-zA-Z0-9_.:-]{1,64}", tool_id(identifier))


def test_long_ids_that_differ_at_the_end_stay_two() -> None:
    assert tool_id("x" * 80 + "a") != tool_id("x" * 80 + "b")
    assert tool_id("x" * 80) == tool_id("x" * 80)
