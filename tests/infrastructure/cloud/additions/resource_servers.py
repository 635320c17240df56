"""Removal of a user pool's resource server."""

from moto.cognitoidp.exceptions import ResourceNotFoundError
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult

from tests.infrastructure.cloud.additions.addition import Addition


def _delete(self: CognitoIdpResponse) -> ActionResult:
    pool = self.backend.describe_user_pool(self._get_param("UserPoolId"))
    identifier = self._get_param("Identifier")
    if pool.resource_servers.pop(identifier, None) is None:
        raise ResourceNotFoundError(f"Resource server {identifier} does not exist.")
    return ActionResult({})


ADDITION = Addition(
    gap="Cognito DeleteResourceServer",
    responses=CognitoIdpResponse,
    operations={"DeleteResourceServer": _delete},
)
