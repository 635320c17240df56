"""The order of the stages, as one frozen value, and the way through the last of them."""

from collections.abc import Awaitable
from dataclasses import dataclass
from functools import partial

from ai_gateway.core.call import Call
from ai_gateway.core.reply import Reply
from ai_gateway.core.stage import Proceed, Stage


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages in the order in which a call meets them."""

    authentication: Stage | None
    """Outermost, because everything after it needs to know who calls. None where nobody has to
    say; the listener is on loopback then."""

    accounting: Stage
    """Before whatever may refuse a call of somebody who is known: that is on record too."""

    admission: Stage
    """Refuses before anything is spent; its refusals are on record."""

    routing: Proceed
    """Innermost: it chooses a target and makes the attempt, so nothing proceeds from it."""

    def journey(self) -> Proceed:
        """Fold the stages into one function from a call to its reply."""
        journey: Proceed = partial(self.admission, proceed=self.routing)
        journey = partial(self.accounting, proceed=journey)
        if self.authentication is not None:
            journey = partial(self.authentication, proceed=journey)
        return journey


class Journey:
    """The way that new calls take. It may change between two calls, never for one under way."""

    __slots__ = ("proceed",)

    proceed: Proceed

    def __call__(self, call: Call) -> Awaitable[Reply]:
        """Send `call` on its way."""
        return self.proceed(call)
