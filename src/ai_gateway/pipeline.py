"""The order of the stages, as one frozen value."""

from dataclasses import dataclass
from functools import partial

from ai_gateway.core.stage import Proceed, Stage


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages in the order in which a call meets them."""

    accounting: Stage
    """Outermost, because a call that a later stage refuses is on record too."""

    routing: Proceed
    """Innermost: it chooses a target and makes the attempt, so nothing proceeds from it."""

    def journey(self) -> Proceed:
        """Fold the stages into one function from a call to its reply."""
        return partial(self.accounting, proceed=self.routing)
