"""Each threshold of a budget is told of once, by the settlement that passes it."""

from fractions import Fraction

import msgspec
import pytest

from ai_gateway.admission.alert import Alerts, BudgetAlert, log_alert
from ai_gateway.core.policy import Allowance, Budget
from tests.conformance.store.asks import BUDGET

HALF = Budget(amount=1_001, period="month", alert_at=(Fraction(1, 2), Fraction(4, 5)))
ALLOWANCE = Allowance("client:a", budgets=(HALF,))


def watching() -> tuple[Alerts, list[BudgetAlert]]:
    told: list[BudgetAlert] = []
    alerts = Alerts(told.append)
    alerts.note(BUDGET.key, ALLOWANCE, HALF)
    return alerts, told


@pytest.mark.parametrize(
    ("before", "after", "thresholds"),
    [
        (0, 500, []),
        (500, 501, ["0.5"]),
        (501, 501, []),
        (501, 800, []),
        (800, 801, ["0.8"]),
        (0, 1_001, ["0.5", "0.8", "1"]),
        (1_000, 1_001, ["1"]),
        (1_001, 5_000, []),
    ],
)
def test_a_threshold_is_told_of_when_it_is_passed(before: int, after: int, thresholds: list[str]):
    alerts, told = watching()
    alerts(BUDGET, before, after)
    assert [alert.threshold for alert in told] == thresholds


def test_an_alert_says_whose_budget_it_is_and_how_it_stands():
    alerts, told = watching()
    alerts(BUDGET, 0, 600)
    assert told == [BudgetAlert("client:a", "month", BUDGET.period, None, True, "0.5", 1_001, 600)]
    assert msgspec.json.decode(msgspec.json.encode(told[0]))["event"] == "budget_alert"


def test_a_budget_that_is_no_more_is_nobodys():
    alerts, told = watching()
    alerts(msgspec.structs.replace(BUDGET, key="other"), 0, 10**9)
    assert told == []
    assert alerts.of("other") is None
    assert alerts.of(BUDGET.key) == (ALLOWANCE, HALF)


def test_the_log_names_budget_and_threshold(caplog: pytest.LogCaptureFixture):
    alerts, told = watching()
    alerts(BUDGET, 0, 600)
    log_alert(told[0])
    assert "month budget of client:a has passed 0.5" in caplog.text
