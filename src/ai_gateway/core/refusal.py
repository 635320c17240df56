"""A request that was refused before it became a call."""

import msgspec

from ai_gateway.core.errors import GatewayError
from ai_gateway.core.operation import DialectName


class Refusal(msgspec.Struct, frozen=True):
    """What is known of it: too much for the gateway, no path of its own, or not even HTTP.

    `started` is the monotonic clock in seconds, None where its beginning was not noticed.
    """

    id: str
    dialect: DialectName
    error: GatewayError
    started: float | None = None
