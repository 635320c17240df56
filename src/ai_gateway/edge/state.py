"""What the edge knows of itself at this moment."""

from ai_gateway.core.errors import Overloaded


class EdgeState:
    """How many calls are in flight, and whether the gateway is about to stop."""

    __slots__ = ("calls", "draining")

    def __init__(self) -> None:
        self.calls = 0
        self.draining = False

    def check_room(self, limit: int) -> None:
        """Raise `Overloaded` where the call that was counted last is one too many."""
        if self.calls > limit:
            raise Overloaded(
                f"The gateway has {limit} calls in flight, which is all it takes "
                "(edge.max_calls). Try again shortly.",
                retry_after=1,
            )

    @property
    def ready(self) -> bool:
        """Whether a load balancer should send calls here. About this replica alone."""
        return not self.draining
