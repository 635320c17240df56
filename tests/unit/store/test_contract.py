"""The nouns of the contract: what a rule does without being told, and how far money counts."""

from ai_gateway.store.contract import (
    LARGEST_CAP,
    BudgetRule,
    RateRule,
    SlotRule,
    StoreUnavailable,
)


def test_limits_fall_back_to_a_share_and_money_to_nothing():
    assert RateRule("k", 1, 60).degraded == "local"
    assert SlotRule("k", 1).degraded == "local"
    assert BudgetRule("k", 0, 1).degraded == "closed"


def test_the_largest_cap_is_the_last_whole_number_that_lua_tells_from_the_next():
    assert float(LARGEST_CAP) == LARGEST_CAP
    assert float(LARGEST_CAP + 2) == float(LARGEST_CAP + 1) + 0.0
    assert float(LARGEST_CAP) != float(LARGEST_CAP + 1)


def test_a_failure_says_what_happened():
    assert StoreUnavailable("gone").message == str(StoreUnavailable("gone")) == "gone"
