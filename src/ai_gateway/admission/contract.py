"""What admission must be told of prices and targets."""

from collections.abc import Callable, Sequence
from typing import Protocol

from ai_gateway.core.call import Call
from ai_gateway.core.reply import Served
from ai_gateway.core.usage import Usage

Targets = Callable[[Call], Sequence[Served]]
"""The providers and models that a call may reach; none where it costs nothing, or will be refused.

It must not raise for a call that routing would refuse: the refusal is routing's to word.
"""


class Pricing(Protocol):
    """What calls cost, in whole nano-dollars. Asked several times for each call, so from memory.

    None stands for a price that is not known, and never for one that is zero.
    """

    def upper_bound(self, target: Served, input_tokens: int, output_tokens: int) -> int | None:
        """Return the most that so many tokens can cost, of whatever kind they turn out to be.

        It does not fall as either number grows, and grows with the output at most evenly.
        """
        ...

    def max_output(self, target: Served) -> int | None:
        """Return the most tokens that the model writes, None where nobody says."""
        ...

    def cost(self, served: Served, usage: Usage) -> int | None:
        """Return the exact cost of what was served."""
        ...
