"""The contract of prices is met by the list that the other tests reckon with."""

from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.admission.contract import Pricing, Targets
from ai_gateway.core.usage import Usage
from tests.unit.admission.prices import CHEAP, DEAR, UNKNOWN, Prices
from tests.unit.core.calls import CHAT

TOKENS = st.integers(0, 10**6)


@given(st.sampled_from([CHEAP, DEAR]), TOKENS, TOKENS, TOKENS)
def test_a_bound_does_not_fall_and_holds_the_cost(target: object, size: int, out: int, more: int):
    prices: Pricing = Prices()
    bound = prices.upper_bound(CHEAP, size, out)
    assert bound is not None
    assert bound <= (prices.upper_bound(CHEAP, size, out + more) or 0)
    assert bound >= (prices.cost(CHEAP, Usage(input_tokens=size, output_tokens=out)) or 0)


def test_an_unknown_price_is_none_and_not_zero():
    assert Prices().cost(UNKNOWN, Usage()) is None


def test_targets_are_a_function_of_the_call():
    targets: Targets = lambda call: (CHEAP,)  # noqa: E731
    assert targets(CHAT) == (CHEAP,)
