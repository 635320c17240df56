"""Tags of scalable targets."""

import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.core.responses import ActionResult

from tests.infrastructure.cloud.additions.addition import Addition, Operation, Shelf

_tags: Shelf[dict[str, str]] = Shelf()


def _register(register: Operation) -> Operation:
    def register_scalable_target(self: ApplicationAutoScalingResponse) -> ActionResult:
        answer = register(self)
        given = self._get_param("Tags")
        if given is not None:
            _tags.of(self)[json.loads(str(answer))["ScalableTargetARN"]] = given
        return answer

    return register_scalable_target


def _list_tags(self: ApplicationAutoScalingResponse) -> ActionResult:
    return ActionResult({"Tags": _tags.of(self).get(self._get_param("ResourceARN"), {})})


ADDITION = Addition(
    gap="Application Auto Scaling ListTagsForResource",
    responses=ApplicationAutoScalingResponse,
    operations={"ListTagsForResource": _list_tags},
    amended={"RegisterScalableTarget": _register},
)
