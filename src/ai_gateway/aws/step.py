"""What a command did, step by step, as values that a person reads and a program too."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal["present", "done", "planned"]
"""`present`: nothing had to be done. `done`: it was. `planned`: a dry run would have done it."""


@dataclass(frozen=True)
class Step:
    """One thing that has to be so, and whether it was."""

    what: str
    state: State


@dataclass(frozen=True)
class Change:
    """One thing that has to be so: how to see that it is, and how to make it so."""

    what: str
    is_so: Callable[[], bool]
    make: Callable[[], None]


def apply(changes: list[Change], *, dry_run: bool) -> Iterator[Step]:
    """Make what is not so yet, one after another; a dry run only looks.

    What an earlier step would have made may be missing in a dry run, so `is_so` says no for
    whatever is part of a thing that is not there.
    """
    for change in changes:
        if change.is_so():
            yield Step(change.what, "present")
        elif dry_run:
            yield Step(change.what, "planned")
        else:
            change.make()
            yield Step(change.what, "done")
