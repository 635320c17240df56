"""What a client may do, and how much of it."""

from fractions import Fraction
from typing import Literal

import msgspec

from ai_gateway.core.operation import Operation

Period = Literal["day", "month"]
Priority = Literal["interactive", "batch"]


class Limits(msgspec.Struct, frozen=True):
    """Bounds that hold at once; None is no bound.

    A minute is any 60 seconds, a day any 24 hours. `concurrency` counts calls in flight, each
    until its last byte.
    """

    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    tokens_per_day: int | None = None
    concurrency: int | None = None


class Budget(msgspec.Struct, frozen=True):
    """What may be spent within one calendar day or month of a time zone.

    `amount` is in nano-dollars. `model` is the model that a caller asks for, None for all of
    them together. `hard` refuses what would not fit; without it the budget only tells.
    `alert_at` are the shares of the amount that are told of, ascending.
    """

    amount: int
    period: Period
    model: str | None = None
    hard: bool = True
    alert_at: tuple[Fraction, ...] = ()
    timezone: str = "UTC"


class Allowance(msgspec.Struct, frozen=True):
    """One account: limits and budgets that count together under `name`.

    `name` is `client:NAME` for a client's own, `group:NAME` for the one that the members of a
    group share.
    """

    name: str
    limits: Limits = Limits()
    budgets: tuple[Budget, ...] = ()


class Choice(msgspec.Struct, frozen=True):
    """Names that are allowed. `deny` goes before `allow`; an empty `allow` stands for all.

    A name that ends in `*` stands for every name that begins so.
    """

    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()

    def allows(self, *names: str) -> bool:
        """Tell whether one of `names` is allowed, whatever is denied."""
        return not self.allow or any(_listed(name, self.allow) for name in names)

    def denies(self, *names: str) -> bool:
        """Tell whether one of `names` is denied."""
        return any(_listed(name, self.deny) for name in names)


class Policy(msgspec.Struct, frozen=True):
    """What one client may do, defaults and groups merged in.

    `operations` None stands for all. `own_keys` lets the client bring its own provider keys.
    `tags` go to the ledger. `allowances` are the client's own, then one for each of its groups;
    a call counts in all.
    """

    operations: frozenset[Operation] | None = None
    providers: Choice = Choice()
    models: Choice = Choice()
    own_keys: bool = False
    priority: Priority = "interactive"
    tags: tuple[tuple[str, str], ...] = ()
    allowances: tuple[Allowance, ...] = ()


def _listed(name: str, patterns: tuple[str, ...]) -> bool:
    return any(
        name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern
        for pattern in patterns
    )
