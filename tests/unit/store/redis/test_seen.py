"""What this replica has seen spent never falls within a period."""

import msgspec

from ai_gateway.store.redis.seen import Seen
from tests.conformance.store.asks import BUDGET

LATER = msgspec.structs.replace(BUDGET, period=BUDGET.period + 1)


def test_nothing_seen_is_unknown_and_not_zero():
    assert Seen().spent(BUDGET) is None


def test_the_most_that_was_seen_counts():
    seen = Seen()
    for spent in (5, 9, 3):
        seen.note(BUDGET, spent)
    assert seen.spent(BUDGET) == 9


def test_a_period_is_seen_for_itself_and_never_brought_back():
    seen = Seen()
    seen.note(BUDGET, 9)
    assert seen.spent(LATER) is None
    seen.note(LATER, 0)
    seen.note(BUDGET, 10)
    assert seen.spent(LATER) == 0
    assert seen.spent(BUDGET) is None
