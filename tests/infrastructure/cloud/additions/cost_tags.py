"""Tags that AWS's bill is split by."""

from moto.ce.responses import CostExplorerResponse
from moto.core.responses import ActionResult

from tests.infrastructure.cloud.additions.addition import Addition, Shelf

_statuses: Shelf[str] = Shelf()


def _update(self: CostExplorerResponse) -> ActionResult:
    for entry in self._get_param("CostAllocationTagsStatus", []):
        _statuses.of(self)[entry["TagKey"]] = entry["Status"]
    return ActionResult({"Errors": []})


def _list(self: CostExplorerResponse) -> ActionResult:
    wanted = self._get_param("TagKeys")
    status = self._get_param("Status")
    found = [
        {"TagKey": key, "Type": "UserDefined", "Status": has}
        for key, has in _statuses.of(self).items()
        if (wanted is None or key in wanted) and (status is None or status == has)
    ]
    return ActionResult({"CostAllocationTags": found})


ADDITION = Addition(
    gap="cost-allocation tags",
    responses=CostExplorerResponse,
    operations={"UpdateCostAllocationTagsStatus": _update, "ListCostAllocationTags": _list},
)
