"""One step of a call's journey."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from ai_gateway.core.call import Call
from ai_gateway.core.reply import Reply

Proceed = Callable[[Call], Awaitable[Reply]]
"""The rest of the journey."""


class Stage(Protocol):
    """One step of the journey.

    It answers, refuses by raising a `GatewayError`, or proceeds and looks at what comes back.
    A stage that holds something for a call gives it back when the body of the reply has ended,
    whatever ended it: the last byte, an error, cancellation, or `aclose`.
    """

    async def __call__(self, call: Call, proceed: Proceed) -> Reply:
        """Answer `call`, or let `proceed` answer it."""
        ...
