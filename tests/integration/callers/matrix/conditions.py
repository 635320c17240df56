"""The rows of the matrix: what can happen to a call, and what each vendor's SDK makes of it."""

from typing import Literal

import msgspec

from tests.integration.callers.matrix.columns import Column, WayName

WORKS = "works"
NOT_APPLICABLE = "n/a"


class Condition(msgspec.Struct, frozen=True):
    """One thing that can happen to a call.

    `directive` makes the simulator do it; `place` is who is called for it. `ways` are the ways
    of calling that it can happen to. `openai` and `anthropic` name the exact exception class
    that the SDK raises, or say that the call works. `author` wrote the error: the provider,
    whose error arrives as if no gateway were between, or the gateway, whose message holds
    `words`. `events` is how many events of a stream come before it.
    """

    title: str
    ways: tuple[WayName, ...]
    openai: str
    anthropic: str
    author: Literal["nobody", "provider", "gateway"] = "provider"
    directive: str = ""
    words: str = ""
    place: Literal["", "hanging", "unreachable"] = ""
    events: int = 0

    def expected(self, column: Column) -> str:
        """Return what the cell of `column` says."""
        if not any(way in column.ways for way in self.ways):
            return NOT_APPLICABLE
        return self.openai if column.vendor == "openai" else self.anthropic

    def model(self, column: Column) -> str:
        """Return the model to ask for, so that the condition comes about."""
        provider = f"unreachable-{column.vendor}/" if self.place == "unreachable" else ""
        return f"{provider}{column.model}{self.directive and '@'}{self.directive}"


def _works(way: WayName, title: str) -> Condition:
    return Condition(title, (way,), WORKS, WORKS, "nobody")


def _refused(title: str, directive: str, openai: str, anthropic: str | None = None) -> Condition:
    return Condition(
        title,
        ("plain", "streamed"),
        openai,
        anthropic or openai,
        directive=directive,
    )


def _broken(title: str, directive: str, words: str) -> Condition:
    return Condition(
        title,
        ("streamed",),
        "APIError",
        "APIStatusError",
        "gateway",
        f"{directive}=3",
        words,
        events=3,
    )


_SERVER = "InternalServerError"
_ALL: tuple[WayName, ...] = ("plain", "streamed")

CONDITIONS = (
    _works("plain", "plain"),
    _works("streamed", "streamed"),
    _works("tools", "tools"),
    _works("streamed tools", "tools, streamed"),
    _refused("400", "status=400", "BadRequestError"),
    _refused("401", "status=401", "AuthenticationError"),
    _refused("404", "status=404", "NotFoundError"),
    _refused("429 with Retry-After", "status=429;retry-after=7", "RateLimitError"),
    _refused("500", "status=500", _SERVER),
    _refused("529", "status=529", _SERVER, "OverloadedError"),
    Condition(
        "timeout",
        _ALL,
        _SERVER,
        "GatewayTimeoutError",
        "gateway",
        "hang",
        "did not begin to answer in time",
        "hanging",
    ),
    Condition(
        "unreachable", _ALL, _SERVER, _SERVER, "gateway", "", "cannot be reached", "unreachable"
    ),
    Condition(
        "connection closed unanswered",
        _ALL,
        _SERVER,
        _SERVER,
        "gateway",
        "disconnect",
        "closed the connection",
    ),
    Condition(
        "a proxy's HTML page", _ALL, _SERVER, _SERVER, "gateway", "garbage=html", "text/html"
    ),
    Condition(
        "JSON in place of a stream",
        ("streamed",),
        _SERVER,
        _SERVER,
        "gateway",
        "garbage=json",
        "something else than an event stream",
    ),
    Condition(
        "error as first event",
        ("streamed",),
        "APIError",
        "APIStatusError",
        directive="error-first",
    ),
    Condition(
        "error mid-stream", ("streamed",), "APIError", "APIStatusError", directive="error-after=3"
    ),
    _broken("death mid-stream", "die-after", "closed the connection"),
    _broken("death in the middle of an event", "die-mid-event", "closed the connection"),
    _broken("end without the last event", "cut-after", "ended its stream before it was complete"),
)
"""Every row, in the order of the page."""
