"""The names of keys: one slot for each environment, whatever a key is called."""

from redis.crc import key_slot

from ai_gateway.store.contract import BudgetRule, RateRule, SlotRule
from ai_gateway.store.redis.keys import Keys


def names(environment: str) -> list[str]:
    keys, odd = Keys(environment), "client:}{x}/{y"
    budget = BudgetRule(odd, 0, None)
    return [
        keys.replicas,
        keys.replica("r"),
        keys.rate(RateRule(odd, 1, 1)),
        keys.slots(SlotRule(odd, 1)),
        keys.balance(budget),
        keys.leases(budget),
    ]


def test_all_keys_of_an_environment_share_one_slot():
    assert len({key_slot(name.encode()) for name in names("prod")}) == 1
    assert key_slot(names("prod")[0].encode()) != key_slot(names("test")[0].encode())


def test_no_two_kinds_share_a_name():
    assert len(set(names("prod"))) == len(names("prod"))
