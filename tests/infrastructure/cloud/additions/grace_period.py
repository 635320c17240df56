"""The grace period of an ECS service, which moto takes and does not tell again."""

from typing import Any

from moto.core.responses import ActionResult
from moto.ecs.responses import EC2ContainerServiceResponse

from tests.infrastructure.cloud.additions.addition import Addition, Operation


def _with_grace_period(operation: Operation) -> Operation:
    def keep(self: EC2ContainerServiceResponse) -> ActionResult:
        answer = operation(self)
        seconds = self._get_param("healthCheckGracePeriodSeconds")
        result: Any = answer.result
        if seconds is not None:
            result["service"].health_check_grace_period_seconds = seconds
        return answer

    return keep


ADDITION = Addition(
    gap="the ECS grace period in answers",
    responses=EC2ContainerServiceResponse,
    operations={},
    amended={"CreateService": _with_grace_period, "UpdateService": _with_grace_period},
)
