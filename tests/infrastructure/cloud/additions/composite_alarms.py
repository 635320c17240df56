"""Alarms on alarms: moto keeps them, and has no operation to make one."""

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from tests.infrastructure.cloud.additions.addition import Addition


def _put(self: CloudWatchResponse) -> ActionResult:
    return self.put_metric_alarm()


ADDITION = Addition(
    gap="composite alarms",
    responses=CloudWatchResponse,
    operations={"PutCompositeAlarm": _put},
)
