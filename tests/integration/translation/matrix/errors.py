"""The rows of the matrix in which the call fails, as the matrix of callers has them."""

from tests.integration.callers.matrix.conditions import CONDITIONS, WORKS, Condition

# These are about a gateway's own address book, not about what a provider says.
_ELSEWHERE = ("timeout", "unreachable")

ERRORS: tuple[Condition, ...] = tuple(
    condition
    for condition in CONDITIONS
    if condition.openai != WORKS and condition.title not in _ELSEWHERE
)
"""Every row of what can go wrong, in the order of the page."""
