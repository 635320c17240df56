"""What calls hold, in portions that a server can renew without others waiting."""

from ai_gateway.store.redis.leases import Leases


def test_a_replica_without_calls_still_has_one_portion_to_say_that_it_lives():
    assert list(Leases().portions()) == [{}]


def test_calls_are_told_by_key_until_they_are_released():
    leases = Leases()
    leases.hold("a", ["slots", "money"])
    leases.hold("b", ["slots"])
    leases.hold("c", [])
    assert len(leases) == 2
    assert list(leases.portions()) == [{"slots": ["a", "b"], "money": ["a"]}]
    leases.release("a")
    leases.release("unknown")
    assert list(leases.portions()) == [{"slots": ["b"]}]


def test_many_calls_are_many_portions_that_hold_each_once():
    leases = Leases()
    for number in range(1_200):
        leases.hold(f"c{number}", ["slots"])
    portions = list(leases.portions())
    assert len(portions) == 3
    assert max(sum(map(len, portion.values())) for portion in portions) <= 500
    calls = [call for portion in portions for found in portion.values() for call in found]
    assert sorted(calls) == sorted(f"c{number}" for number in range(1_200))
