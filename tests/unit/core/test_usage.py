"""Usage keeps what is unknown apart from what is nothing."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.usage import Usage

WORDS = ("model", "tier", "region", "estimated")
COUNTS = [name for name in Usage.__struct_fields__ if name not in WORDS]
usages = st.builds(
    Usage,
    **{name: st.none() | st.integers(0, 10**6) for name in COUNTS},
    model=st.none() | st.just("m"),
    estimated=st.booleans(),
)


def test_a_count_that_was_not_reported_is_none():
    assert {getattr(Usage(), name) for name in COUNTS} == {None}


def test_what_is_not_known_is_left_out_of_a_line_and_a_zero_is_not():
    assert msgspec.json.encode(Usage(output_tokens=0)) == b'{"output_tokens":0}'


def test_a_later_report_wins_where_it_says_something():
    before = Usage(input_tokens=9, output_tokens=1, model="m")
    assert before.updated(Usage(output_tokens=5)) == Usage(
        input_tokens=9, output_tokens=5, model="m"
    )


@given(usages, usages)
def test_a_sum_has_every_count_and_every_doubt(first: Usage, second: Usage):
    total = first.plus(second)
    for name in COUNTS:
        both = (getattr(first, name), getattr(second, name))
        known = [count for count in both if count is not None]
        assert getattr(total, name) == (sum(known) if known else None)
    assert total.estimated == (first.estimated or second.estimated)
