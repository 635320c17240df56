"""The money of one budget in memory."""

from ai_gateway.store.embedded.purse import Purse


def test_what_is_reserved_and_spent_is_not_left():
    purse = Purse(period=7, spent=100)
    purse.reserve("a", 300)
    assert purse.left(1_000) == 600
    assert purse.settle("a", 7, 50)
    assert (purse.spent, purse.reserved) == (150, 0)


def test_an_unknown_call_gives_nothing_back_and_its_cost_counts():
    purse = Purse(period=7)
    purse.reserve("a", 300)
    assert purse.settle("b", 7, 5)
    assert (purse.spent, purse.reserved) == (5, 300)


def test_a_newer_period_begins_with_nothing_spent_and_keeps_what_is_reserved():
    purse = Purse(period=7, spent=100)
    purse.reserve("a", 300)
    purse.turn(8)
    assert (purse.period, purse.spent, purse.reserved) == (8, 0, 300)
    assert not purse.settle("a", 7, 50)
    assert (purse.spent, purse.reserved) == (0, 0)


def test_an_older_period_changes_nothing():
    purse = Purse(period=7, spent=100)
    purse.turn(6)
    assert (purse.period, purse.spent) == (7, 100)


def test_a_settlement_may_begin_the_period():
    purse = Purse(period=7, spent=100)
    assert purse.settle("a", 8, 20)
    assert (purse.period, purse.spent) == (8, 20)
