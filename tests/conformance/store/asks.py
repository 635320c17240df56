"""What calls of tests ask a store for."""

import uuid

import msgspec

from ai_gateway.store.contract import Ask, BudgetRule, Granted, Settlement, SlotRule, Store

BUDGET = BudgetRule("client:a:month:hard:UTC:*", period=1_000, cap=1_000)


def ask(**parts: object) -> Ask:
    """Return what one more call asks for."""
    return msgspec.structs.replace(Ask(id=uuid.uuid4().hex), **parts)


def money(bound: int, least: int | None = None, *rules: BudgetRule) -> Ask:
    """Return an ask for money, all of `bound` unless `least` would do."""
    return ask(
        budgets=rules or (BUDGET,), bound=bound, least=bound if least is None else least, estimate=1
    )


async def granted(store: Store, wanted: Ask) -> Granted:
    """Return what `store` grants, which must not refuse."""
    answer = await store.admit(wanted)
    assert isinstance(answer, Granted)
    return answer


def settled(wanted: Ask, given: Granted, cost: int = 0, tokens: int | None = None) -> Settlement:
    """Return the end of a call."""
    return Settlement(wanted, given, tokens, cost)


def slot(limit: int, key: str = "client:a") -> SlotRule:
    """Return a rule for calls in flight."""
    return SlotRule(key, limit)
