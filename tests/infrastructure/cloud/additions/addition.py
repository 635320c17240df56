"""How an operation is added to moto."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import camelcase_to_underscores

Operation = Callable[[Any], ActionResult]
"""A method of moto's for one operation; its first argument is moto's response object."""


class AlreadyThere(Exception):
    """moto has learned an operation that is still added here."""


@dataclass(frozen=True)
class Addition:
    """One gap of moto's.

    `operations` are AWS's names of what is added; `amended` those that moto has, but that lose
    something the new ones must answer with.
    """

    gap: str
    responses: type[BaseResponse]
    operations: Mapping[str, Operation]
    amended: Mapping[str, Callable[[Operation], Operation]] = field(
        default_factory=dict[str, Callable[[Operation], Operation]]
    )

    def install(self) -> None:
        """Add the operations. Raises `AlreadyThere` where moto needs them no longer."""
        for name, operation in self.operations.items():
            method = camelcase_to_underscores(name)
            if hasattr(self.responses, method):
                raise AlreadyThere(
                    f"moto has {name} now: take it away from the additions ({self.gap})."
                )
            setattr(self.responses, method, operation)
        for name, amend in self.amended.items():
            method = camelcase_to_underscores(name)
            setattr(self.responses, method, amend(getattr(self.responses, method)))


T = TypeVar("T")


class Shelf(Generic[T]):
    """Things by name, apart for each account and region."""

    def __init__(self) -> None:
        self._things: dict[tuple[str, str], dict[str, T]] = {}

    def of(self, response: BaseResponse) -> dict[str, T]:
        """Return the things of the account and region that ask."""
        return self._things.setdefault((response.current_account, response.region), {})
