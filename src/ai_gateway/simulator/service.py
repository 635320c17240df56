"""What every simulated provider is, and the table that its paths are looked up in."""

from collections.abc import Callable
from typing import Protocol

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.request import Request

Handler = Callable[[Request, str], Answer | EventStream]
"""Answers a request; the second argument is the variable part of its path, if it has one."""


class Service(Protocol):
    """One provider."""

    def answer(self, request: Request) -> Answer | EventStream:
        """Answer as the provider does; raise Refusal where it refuses."""
        ...

    def failure(self, request: Request, status: int, message: str | None = None) -> Answer:
        """Answer with the provider's own error body for `status`.

        `message` replaces what the provider says.
        """
        ...


class Paths:
    """Handlers by method and path; one segment of a path may be `{}`, which stands for any."""

    def __init__(self, table: dict[str, Handler]) -> None:
        self._exact: dict[str, Handler] = {}
        self._patterns: list[tuple[str, str, Handler]] = []
        for pattern, handler in table.items():
            head, variable, tail = pattern.partition("{}")
            if variable:
                self._patterns.append((head, tail, handler))
            else:
                self._exact[pattern] = handler
        self._paths = {pattern.partition(" ")[2] for pattern in self._exact}

    def find(self, method: str, path: str) -> tuple[Handler, str] | None:
        """Return the handler and the variable part, or None where there is none."""
        key = f"{method} {path}"
        handler = self._exact.get(key)
        if handler is not None:
            return handler, ""
        for head, tail, handler in self._patterns:
            if key.startswith(head) and key.endswith(tail):
                variable = key[len(head) : len(key) - len(tail)]
                if variable and "/" not in variable:
                    return handler, variable
        return None

    def has(self, path: str) -> bool:
        """Tell whether another method is served at exactly this path."""
        return path in self._paths
