"""What a call may cost before it is made."""

from collections.abc import Sequence

import msgspec

from ai_gateway.admission.contract import Pricing, Targets
from ai_gateway.admission.estimate import likely_input_tokens, most_input_tokens
from ai_gateway.core.call import Call
from ai_gateway.core.errors import NotPermitted
from ai_gateway.core.reply import Served
from ai_gateway.dialects.output_limit import OutputLimit
from ai_gateway.store.contract import BudgetRule

_USEFUL_OUTPUT = 256
"""Tokens below which an answer that was cut for want of money is worth nothing to anybody."""

_ASSUMED_OUTPUT = 4096
"""Tokens that a call is bounded to where neither it nor the price table says how many there may
be: the most that older models write."""


class Quote(msgspec.Struct, frozen=True):
    """What a call may cost, in nano-dollars, by the dearest of its targets.

    `bound` is for `output` tokens an answer, `least` for the fewest that are still of use, and
    `estimate` is a guess. `clamp` says that only a bound in the request holds the call to
    `output`. The dearest of several prices is convex in the output, so between none and `output`
    it lies below the chord, along which `least` and `affordable` go.
    """

    input: int
    output: int
    least: int
    bound: int
    estimate: int
    fixed: int
    clamp: bool

    def affordable(self, amount: int) -> int:
        """Return how many tokens an answer may have for `amount`, which is at least `least`."""
        if amount >= self.bound:
            return self.output
        return self.output * (amount - self.fixed) // (self.bound - self.fixed)


FREE = Quote(0, 0, 0, 0, 0, 0, clamp=False)


class Quotes:
    """Tells what calls may cost."""

    def __init__(self, pricing: Pricing, targets: Targets, *, deny_unknown: bool) -> None:
        self._pricing = pricing
        self._targets = targets
        self._deny_unknown = deny_unknown

    def of(self, call: Call, asked: OutputLimit | None, budgets: Sequence[BudgetRule]) -> Quote:
        """Return the quote for `call`, which asks for such an answer and counts in `budgets`.

        Raises `NotPermitted` where a target has no known price, a budget is hard, and unknown
        prices are denied.
        """
        body = call.body if isinstance(call.body, bytes) else b""
        targets = self._targets(call)
        output, answers, clamp = 0, 1, False
        if asked is not None:
            most = self._most_output(targets)
            output, answers = _output(asked, most), asked.answers
            clamp = asked.tokens is None and most is None
        size = most_input_tokens(body)
        bound = self._dearest(targets, size, output * answers)
        fixed = self._dearest(targets, size, 0) if output else bound
        if bound is None or fixed is None:
            if self._deny_unknown and any(budget.cap is not None for budget in budgets):
                raise _unknown(call)
            return FREE
        least, estimate = bound, 0
        if asked is not None:
            useful = min(output, max(asked.least, _USEFUL_OUTPUT))
            least = fixed - (fixed - bound) * useful // output
        if any(budget.cap is None for budget in budgets):
            likely = min(output, _USEFUL_OUTPUT) * answers
            estimate = self._dearest(targets, likely_input_tokens(body), likely) or 0
        return Quote(size, output, least, bound, estimate, fixed, clamp=clamp)

    def _dearest(self, targets: Sequence[Served], size: int, output: int) -> int | None:
        dearest = 0
        for target in targets:
            bound = self._pricing.upper_bound(target, size, output)
            if bound is None:
                return None
            dearest = max(dearest, bound)
        return dearest

    def _most_output(self, targets: Sequence[Served]) -> int | None:
        """Return the most that any of them writes, None where nobody says of one."""
        highest = 0
        for target in targets:
            most = self._pricing.max_output(target)
            if most is None:
                return None
            highest = max(highest, most)
        return highest


def _output(asked: OutputLimit, most: int | None) -> int:
    """Return how many tokens an answer may have."""
    if asked.tokens is not None:
        return min(asked.tokens, most) if most else asked.tokens
    return max(most or _ASSUMED_OUTPUT, asked.least)


def _unknown(call: Call) -> NotPermitted:
    return NotPermitted(
        f"The price of the model {call.model!r} is not known, and your budget admits only what"
        " has one. Ask for another model, or have the operator add its price.",
        field="model",
    )
