"""The stage that lets calls in."""

from collections.abc import Callable

import msgspec

from ai_gateway.admission.address import counted_as
from ai_gateway.admission.contract import Pricing
from ai_gateway.admission.estimate import likely_input_tokens
from ai_gateway.admission.hold import Hold, held
from ai_gateway.admission.plan import Plan, Plans
from ai_gateway.admission.quote import FREE, Quote, Quotes
from ai_gateway.admission.refusal import Refusals, address_rule
from ai_gateway.admission.settings import AdmissionSettings
from ai_gateway.core import errors
from ai_gateway.core.call import Call
from ai_gateway.core.operation import Operation
from ai_gateway.core.policy import Policy
from ai_gateway.core.reply import Reply
from ai_gateway.core.stage import Proceed
from ai_gateway.dialects.output_limit import OutputLimit, read_output_limit, with_output_limit
from ai_gateway.store.contract import Ask, BudgetRule, RateRule, Refused, Store, StoreUnavailable

_RETRY = 1
"""Seconds after which the store is worth another try."""

_NO_BUDGETS: tuple[BudgetRule, ...] = ()
_NO_ONE = Plan(policy=Policy(), until=float("inf"))


class Parts(msgspec.Struct, frozen=True):
    """What admission works with."""

    plans: Plans
    quotes: Quotes
    pricing: Pricing
    refusals: Refusals
    store: Store


class Room:
    """This replica's room for calls in flight, a part of which batch clients may not fill.

    `taken` returns how many calls are in flight, the one that asks included.
    """

    def __init__(self, taken: Callable[[], int], max_calls: int, batch_share: float) -> None:
        self._taken = taken
        self._for_batch = max(1, int(max_calls * batch_share))

    def check(self, policy: Policy) -> None:
        """Raise `LimitExceeded` where `policy` is for batches and their part is full."""
        if policy.priority == "batch" and self._taken() > self._for_batch:
            raise errors.LimitExceeded(
                f"More than {self._for_batch} calls are in flight here, and no batch client is let"
                " in then. Wait for one to end.",
                retry_after=_RETRY,
            )


class Admit:
    """Takes from the store what a call needs, and gives it back on the call's last byte.

    Everything is asked for at once, so that a shared store costs one round trip. Raises
    `LimitExceeded`, `BudgetExceeded`, `NotPermitted`, `StoreUnavailable`, and whatever comes back
    raised. A hard budget also bounds the answer that is asked for.
    """

    def __init__(self, parts: Parts, room: Room, settings: AdmissionSettings) -> None:
        self._parts = parts
        self._room = room
        self._address = settings.address
        self._without_store = settings.without_store

    async def __call__(self, call: Call, proceed: Proceed) -> Reply:
        """Let `call` in, or refuse it."""
        principal = call.principal
        plan = _NO_ONE if principal is None else self._parts.plans.of(principal)
        self._room.check(plan.policy)
        budgets, asked, quote = _NO_BUDGETS, None, FREE
        if not _is_free(call):
            budgets = plan.budgets_of(call)
            if budgets or plan.tokens:
                asked = _asked(call)
            if budgets:
                quote = self._parts.quotes.of(call, asked, budgets)
        ask = Ask(
            id=call.id,
            rates=self._rates(call, plan),
            slots=plan.slots,
            budgets=budgets,
            tokens=_likely_tokens(call, asked) if plan.tokens else 0,
            least=quote.least,
            bound=quote.bound,
            estimate=quote.estimate,
        )
        if not (ask.rates or ask.slots or ask.budgets):
            return await proceed(call)
        try:
            answer = await self._parts.store.admit(ask)
        except StoreUnavailable as error:
            raise _no_store() from error
        if isinstance(answer, Refused):
            raise self._parts.refusals.of(answer, call.dialect)
        hold = Hold(self._parts.store.settle, self._parts.pricing, quote, ask, answer)
        try:
            reply = await proceed(_bounded(call, quote, answer.amount))
        except BaseException as error:
            hold.failed(error)
            raise
        return held(reply, hold)

    def _rates(self, call: Call, plan: Plan) -> tuple[RateRule, ...]:
        address = counted_as(call.peer)
        limit = self._address.requests
        if address is None or limit is None:
            return plan.rates
        rule = address_rule(address, limit, self._address.seconds, self._without_store.addresses)
        return (rule, *plan.rates)


def _is_free(call: Call) -> bool:
    return call.method != "POST" or call.operation is Operation.COUNT_TOKENS


def _asked(call: Call) -> OutputLimit | None:
    return read_output_limit(call.body, call.operation) if isinstance(call.body, bytes) else None


def _likely_tokens(call: Call, asked: OutputLimit | None) -> int:
    """Return the input by its size, and the output that is asked for.

    Where no bound is asked for, no output is assumed: it is counted when it is known.
    """
    if _is_free(call) or not isinstance(call.body, bytes):
        return 0
    output = 0 if asked is None else (asked.tokens or 0) * asked.answers
    return likely_input_tokens(call.body) + output


def _bounded(call: Call, quote: Quote, amount: int) -> Call:
    """Return `call`, its answer bounded to what `amount` pays for."""
    if quote.output == 0 or not isinstance(call.body, bytes):
        return call
    tokens = quote.affordable(amount)
    if tokens >= quote.output and not quote.clamp:
        return call
    body = with_output_limit(call.body, call.operation, tokens)
    return msgspec.structs.replace(call, body=body, body_length=len(body))


def _no_store() -> errors.StoreUnavailable:
    return errors.StoreUnavailable(
        "The gateway cannot tell now what is left of your limits. Try again in a moment.",
        retry_after=_RETRY,
    )
