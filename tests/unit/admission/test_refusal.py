"""Refusals as vendors word them, so that their SDKs come back in time or not at all."""

import pytest

from ai_gateway.admission.alert import Alerts
from ai_gateway.admission.refusal import Refusals, address_rule
from ai_gateway.core.errors import BudgetExceeded, GatewayError, LimitExceeded
from ai_gateway.core.operation import DialectName
from ai_gateway.core.policy import Allowance, Budget
from ai_gateway.store.contract import BudgetRule, RateRule, Refused, SlotRule

NOON = 1_795_435_200.0  # 2026-11-23T12:00Z
CALLS = RateRule("client:a:rpm", 60, 60)
TOKENS = RateRule("group:b:tpm", 9_000, 60, tokens=True)
DAY = BudgetRule("k", 0, 1)


def refusal(refused: Refused, dialect: DialectName = "openai-chat") -> GatewayError:
    alerts = Alerts(lambda _: None)
    budget = Budget(1_500_000_000, "day", model="m")
    alerts.note("k", Allowance("client:a"), budget)
    return Refusals(alerts, lambda: NOON).of(refused, dialect)


def test_openai_is_told_in_openais_fields():
    error = refusal(Refused(CALLS, remaining=0, wait=1_500))
    assert isinstance(error, LimitExceeded)
    assert error.retry_after == 2
    assert dict(error.headers) == {
        b"x-ratelimit-limit-requests": b"60",
        b"x-ratelimit-remaining-requests": b"0",
        b"x-ratelimit-reset-requests": b"1.5s",
    }
    assert "Client 'a' may use 60 calls in any 60 seconds" in error.message
    assert "in 2 seconds" in error.message


def test_anthropic_is_told_in_anthropics_fields():
    error = refusal(Refused(TOKENS, remaining=20, wait=30_000), "anthropic-messages")
    assert dict(error.headers) == {
        b"anthropic-ratelimit-tokens-limit": b"9000",
        b"anthropic-ratelimit-tokens-remaining": b"20",
        b"anthropic-ratelimit-tokens-reset": b"2026-11-23T12:00:30Z",
    }
    assert "Group 'b' may use 9000 tokens" in error.message


def test_a_short_wait_is_told_in_milliseconds_and_as_one_second():
    error = refusal(Refused(CALLS, remaining=0, wait=40), "openai-responses")
    assert (b"x-ratelimit-reset-requests", b"40ms") in error.headers
    assert error.retry_after == 1


def test_what_never_fits_is_not_to_be_tried_again():
    error = refusal(Refused(TOKENS, remaining=9_000))
    assert error.retry_after is None
    assert (b"x-should-retry", b"false") in error.headers
    assert "this call alone takes more" in error.message


def test_a_full_house_has_room_shortly():
    error = refusal(Refused(SlotRule("client:a", 4), remaining=0))
    assert isinstance(error, LimitExceeded)
    assert (error.retry_after, error.headers) == (1, [])
    assert "4 calls in flight" in error.message


def test_a_budget_is_not_to_be_tried_again_before_its_next_period():
    error = refusal(Refused(DAY, remaining=250_000_000))
    assert isinstance(error, BudgetExceeded)
    assert (error.status, error.retry_after) == (429, 12 * 3600)
    assert error.headers == [(b"x-should-retry", b"false")]
    assert "Client 'a' for the model 'm' is $1.5, of which $0.25 are left" in error.message


def test_a_budget_that_nobody_knows_refuses_all_the_same():
    error = refusal(Refused(BudgetRule("other", 0, 1), remaining=0))
    assert isinstance(error, BudgetExceeded)


@pytest.mark.parametrize("degraded", ["local", "open", "closed"])
def test_an_address_has_a_rate_of_its_own(degraded: str):
    rule = address_rule("192.0.2.7", 5, 300, degraded)  # pyright: ignore[reportArgumentType]  a text
    assert rule == RateRule("address:192.0.2.7:calls", 5, 300, degraded=rule.degraded)
    assert "Address '192.0.2.7'" in refusal(Refused(rule, remaining=0, wait=1)).message
