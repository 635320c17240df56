"""Tags and subscribers of budgets."""

from typing import Any

from moto.budgets.exceptions import NotFoundException
from moto.budgets.responses import BudgetsResponse
from moto.core.responses import ActionResult

from tests.infrastructure.cloud.additions.addition import Addition, Operation, Shelf

_tags: Shelf[list[dict[str, str]]] = Shelf()

_IDENTITY = ("NotificationType", "ComparisonOperator", "Threshold", "ThresholdType")
"""What tells one notification of a budget from another."""


def _create(create: Operation) -> Operation:
    def create_budget(self: BudgetsResponse) -> ActionResult:
        answer = create(self)
        account, name = self._get_param("AccountId"), self._get_param("Budget")["BudgetName"]
        tags = self._get_param("ResourceTags", [])
        _tags.of(self)[f"arn:{self.partition}:budgets::{account}:budget/{name}"] = tags
        return answer

    return create_budget


def _list_tags(self: BudgetsResponse) -> ActionResult:
    return ActionResult({"ResourceTags": _tags.of(self).get(self._get_param("ResourceARN"), [])})


def _subscribers(self: BudgetsResponse) -> ActionResult:
    account, name = self._get_param("AccountId"), self._get_param("BudgetName")
    wanted = self._get_param("Notification")
    budget = self.backend.budgets[account].get(name)
    notifications: list[Any] = budget.notifications if budget else []
    for notification in notifications:
        if _same(notification.details, wanted):
            return ActionResult({"Subscribers": notification.subscribers})
    raise NotFoundException(f"Budget {name} has no such notification.")


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one.get(key) == other.get(key) for key in _IDENTITY)


ADDITION = Addition(
    gap="Budgets ListTagsForResource and DescribeSubscribersForNotification",
    responses=BudgetsResponse,
    operations={
        "ListTagsForResource": _list_tags,
        "DescribeSubscribersForNotification": _subscribers,
    },
    amended={"CreateBudget": _create},
)
