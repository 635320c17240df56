"""What can be said of clients, and what the other stages know of it."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from ai_gateway.auth.client_settings import (
    BudgetSettings,
    ChoiceSettings,
    ClientSettings,
    LimitSettings,
)
from ai_gateway.core.operation import Operation
from ai_gateway.core.policy import Budget, Choice, Limits


@pytest.mark.parametrize(
    ("dollars", "nano"),
    [
        ("100.00", 100_000_000_000),
        ("0.000000001", 1),
        (0.1, 100_000_000),
        (5, 5_000_000_000),
        ("999999.999999999", 999_999_999_999_999),
    ],
)
def test_an_amount_is_exact_to_the_nano_dollar(dollars: object, nano: int):
    assert BudgetSettings.model_validate({"amount_usd": dollars}).budget().amount == nano


@pytest.mark.parametrize("dollars", ["0", "-1", "0.0000000001", "1000001", "many", "NaN", "inf"])
def test_an_amount_that_is_none_is_refused(dollars: str):
    with pytest.raises(ValidationError):
        BudgetSettings.model_validate({"amount_usd": dollars})


def test_a_budget_is_hard_for_a_month_of_utc_and_tells_at_four_fifths_by_default():
    assert BudgetSettings.model_validate({"amount_usd": 1}).budget() == Budget(
        amount=10**9, period="month", hard=True, alert_at=(Fraction(4, 5),), timezone="UTC"
    )


def test_shares_are_exact_and_in_order():
    said = {"amount_usd": 1, "alert_at": ["0.8", 0.1, "0.5", "0.5"]}
    alerts = BudgetSettings.model_validate(said).budget().alert_at
    assert alerts == (Fraction(1, 10), Fraction(1, 2), Fraction(4, 5))


@pytest.mark.parametrize("share", ["0", "1.1", "-0.5"])
def test_a_share_is_of_the_amount(share: str):
    with pytest.raises(ValidationError):
        BudgetSettings.model_validate({"amount_usd": 1, "alert_at": [share]})


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "/etc/localtime"])
def test_a_time_zone_has_to_be_one(zone: str):
    with pytest.raises(ValidationError, match="no time zone"):
        BudgetSettings.model_validate({"amount_usd": 1, "timezone": zone})
    assert BudgetSettings.model_validate({"amount_usd": 1, "timezone": "Europe/Berlin"})


def test_limits_are_none_unless_they_are_said():
    assert LimitSettings().limits() == Limits()
    said = LimitSettings(requests_per_minute=1, concurrency=2)
    assert said.limits() == Limits(requests_per_minute=1, concurrency=2)


@pytest.mark.parametrize("limit", [0, -1, 10**16])
def test_a_limit_lets_something_in_and_can_be_counted(limit: int):
    with pytest.raises(ValidationError):
        LimitSettings(tokens_per_day=limit)


def test_a_choice_is_of_names():
    assert ChoiceSettings(allow=("a*",), deny=("ab",)).choice() == Choice(("a*",), ("ab",))


def test_operations_go_by_their_names():
    said = ClientSettings.model_validate({"operations": ["chat", "embeddings"]})
    assert said.operations == (Operation.CHAT, Operation.EMBEDDINGS)
    with pytest.raises(ValidationError):
        ClientSettings.model_validate({"operations": ["chatting"]})


def test_a_key_that_is_not_known_is_refused():
    with pytest.raises(ValidationError):
        ClientSettings.model_validate({"limit": {}})
