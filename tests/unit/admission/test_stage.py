"""Calls are let in by all their rules at once, and give back what they held."""

import json
import time
from collections.abc import Callable

import pytest

from ai_gateway.admission.alert import Alerts
from ai_gateway.admission.plan import Plans
from ai_gateway.admission.quote import Quotes
from ai_gateway.admission.refusal import Refusals
from ai_gateway.admission.settings import AdmissionSettings
from ai_gateway.admission.stage import Admit, Parts, Room
from ai_gateway.core.call import Call
from ai_gateway.core.errors import (
    BudgetExceeded,
    LimitExceeded,
    NotPermitted,
    ProviderUnreachable,
    StoreUnavailable,
)
from ai_gateway.core.operation import Operation
from ai_gateway.core.policy import Allowance, Budget, Limits, Policy, Priority
from ai_gateway.core.principal import Principal
from ai_gateway.core.reply import Reply, Served
from ai_gateway.core.usage import Usage
from ai_gateway.store import contract
from ai_gateway.store.contract import Ask, Granted, Refused
from ai_gateway.store.embedded.store import EmbeddedStore
from tests.unit.admission.prices import CHEAP, UNKNOWN, Prices
from tests.unit.core.calls import call_with, passing_through

_UNBOUNDED = Limits()


class Meter:
    usage = Usage(input_tokens=20, output_tokens=8)
    final = True
    written = 0


REPLY = Reply(status=200, headers=[], body=b"{}", served=CHEAP, meter=Meter())


class Store(EmbeddedStore):
    """The embedded store, which notes what it was asked, and can be gone."""

    def __init__(self) -> None:
        super().__init__(time.time)
        self.asked: list[Ask] = []
        self.gone = False

    async def admit(self, ask: Ask) -> Granted | Refused:
        self.asked.append(ask)
        if self.gone:
            raise contract.StoreUnavailable("gone")
        return await super().admit(ask)


class Gate:
    """The stage, what went through it, and the store behind it."""

    def __init__(
        self, target: Served = CHEAP, taken: Callable[[], int] = lambda: 1, **settings: object
    ) -> None:
        said = AdmissionSettings.model_validate(settings)
        alerts, prices = Alerts(lambda _: None), Prices()
        self.store = Store()
        deny = said.unknown_price == "deny"
        parts = Parts(
            Plans(said, time.time, alerts.note),
            Quotes(prices, lambda _: (target,), deny_unknown=deny),
            prices,
            Refusals(alerts, time.time),
            self.store,
        )
        self.admit = Admit(parts, Room(taken, 10, said.batch_share), said)
        self.passed: list[Call] = []

    async def __call__(self, call: Call) -> Reply:
        async def proceed(onward: Call) -> Reply:
            self.passed.append(onward)
            return REPLY

        return await self.admit(call, proceed)

    async def failing(self, call: Call, error: Exception) -> None:
        async def proceed(_: Call) -> Reply:
            raise error

        with pytest.raises(type(error)):
            await self.admit(call, proceed)


def of(
    limits: Limits = _UNBOUNDED, *budgets: Budget, priority: Priority = "interactive"
) -> Principal:
    policy = Policy(allowances=(Allowance("client:a", limits, budgets),), priority=priority)
    return Principal("a", "a", "key", "keys", frozenset(), (), policy)


def chat(who: Principal | None, **changes: object) -> Call:
    members = {"model": "cheap", "max_tokens": 500}
    body = json.dumps(members, separators=(",", ":")).encode()
    return call_with(None, **{"principal": who, "model": "cheap", "body": body, **changes})


@pytest.mark.anyio
async def test_a_call_of_nobody_from_this_machine_asks_nothing_of_the_store():
    gate = Gate()
    call = chat(None)
    assert await gate(call) is REPLY
    assert gate.passed == [call]
    assert gate.store.asked == []


@pytest.mark.anyio
async def test_an_address_is_bounded_whoever_calls():
    gate = Gate(address={"requests": 2, "seconds": 60})
    for peer in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        await gate(chat(None, peer=peer))
    with pytest.raises(LimitExceeded, match=r"192\.0\.2\.1"):
        await gate(chat(None, peer="192.0.2.1"))
    free = Gate(address={"requests": None})
    await free(chat(None, peer="192.0.2.1"))
    assert free.store.asked == []


@pytest.mark.anyio
async def test_everything_is_asked_for_at_once():
    gate = Gate()
    who = of(Limits(10, 10_000, 20_000, 3), Budget(10**9, "month"))
    await gate(chat(who, peer="192.0.2.1", id="r-7"))
    [ask] = gate.store.asked
    assert ask.id == "r-7"
    assert [rule.key for rule in ask.rates] == [
        "address:192.0.2.1:calls", "client:a:rpm", "client:a:tpm", "client:a:tpd",
    ]  # fmt: skip
    assert [rule.key for rule in ask.slots] == ["client:a"]
    size = len(b'{"model":"cheap","max_tokens":500}')
    assert (ask.tokens, ask.bound) == (-(-size // 4) + 500, size + 5_000)


@pytest.mark.anyio
async def test_what_was_reported_replaces_what_was_estimated():
    gate = Gate()
    who = of(Limits(tokens_per_minute=600), Budget(10**9, "month"))
    for _ in range(3):
        # 509 are estimated and 28 reported each time.
        await gate(chat(who))
    rule = gate.store.asked[0].budgets[0]
    assert await gate.store.balance(rule) == contract.Balance(spent=300, reserved=0)


@pytest.mark.anyio
async def test_a_call_that_is_refused_goes_no_further():
    gate = Gate()
    who = of(Limits(requests_per_minute=1))
    await gate(chat(who))
    with pytest.raises(LimitExceeded) as refused:
        await gate(chat(who))
    assert refused.value.retry_after is not None
    assert len(gate.passed) == 1


@pytest.mark.anyio
async def test_a_budget_bounds_the_answer_to_what_it_still_pays_for():
    gate = Gate()
    who = of(Limits(), Budget(34 + 3_000, "month"))
    call = chat(who)
    await gate(call)
    assert gate.passed[0].body == b'{"model":"cheap","max_tokens":300}'
    assert gate.passed[0].body_length == len(call.body if isinstance(call.body, bytes) else b"")
    with pytest.raises(BudgetExceeded):
        await gate(chat(of(Limits(), Budget(34 + 2_000, "month"))))


@pytest.mark.anyio
async def test_an_answer_that_is_paid_for_is_asked_for_byte_by_byte():
    gate = Gate()
    call = chat(of(Limits(), Budget(10**9, "month")))
    await gate(call)
    assert gate.passed == [call]


@pytest.mark.anyio
async def test_where_nothing_else_ends_an_answer_the_budget_does():
    gate = Gate(target=Served("openai", "endless"))
    await gate(chat(of(Limits(), Budget(10**9, "month")), body=b'{"model":"endless"}'))
    assert gate.passed[0].body == b'{"model":"endless","max_completion_tokens":4096}'


@pytest.mark.anyio
async def test_a_call_that_fails_gives_everything_back():
    gate = Gate()
    who = of(Limits(concurrency=1), Budget(10**9, "month"))
    for _ in range(3):
        await gate.failing(chat(who), ProviderUnreachable("Away."))
    rule = gate.store.asked[0].budgets[0]
    assert await gate.store.balance(rule) == contract.Balance(spent=0, reserved=0)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "changes",
    [{"method": "GET"}, {"method": "DELETE"}, {"operation": Operation.COUNT_TOKENS}],
)
async def test_what_costs_nothing_is_let_in_when_the_money_is_spent(changes: dict[str, object]):
    gate = Gate()
    who = of(Limits(requests_per_minute=9, tokens_per_minute=1), Budget(1, "month"))
    await gate(chat(who, **changes))
    [ask] = gate.store.asked
    assert (ask.budgets, ask.tokens) == ((), 0)


@pytest.mark.anyio
async def test_a_body_that_is_not_held_in_memory_has_no_tokens_to_count():
    gate = Gate()
    who = of(Limits(tokens_per_minute=1))
    await gate(passing_through(principal=who, body=object()))
    assert gate.store.asked[0].tokens == 0


@pytest.mark.anyio
async def test_an_unknown_price_follows_the_stated_policy():
    who = of(Limits(), Budget(10**9, "month"))
    with pytest.raises(NotPermitted, match="price"):
        await Gate(target=UNKNOWN)(chat(who))
    open_gate = Gate(target=UNKNOWN, unknown_price="allow")
    assert await open_gate(chat(who)) is REPLY


@pytest.mark.anyio
async def test_without_a_store_a_call_is_told_to_come_back():
    gate = Gate()
    gate.store.gone = True
    with pytest.raises(StoreUnavailable) as refused:
        await gate(chat(of(Limits(requests_per_minute=9))))
    assert (refused.value.status, refused.value.retry_after) == (503, 1)


@pytest.mark.anyio
async def test_a_batch_client_leaves_room_for_interactive_ones():
    taken = 5
    gate = Gate(taken=lambda: taken)
    batch, interactive = of(priority="batch"), of()
    await gate(chat(batch))
    taken = 6
    with pytest.raises(LimitExceeded, match="batch"):
        await gate(chat(batch))
    await gate(chat(interactive))
