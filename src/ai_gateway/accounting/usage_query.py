"""Questions about usage over time, and what answers them."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal, get_args

import msgspec

Dimension = Literal["client", "provider", "model", "operation", "outcome", "day", "hour"]
"""What usage can be told by."""

DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

_BY_NAME: Mapping[str, Dimension] = {name: name for name in DIMENSIONS}

_AGO = re.compile(r"(\d{1,5})([mhdw])")
_SECONDS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}


class UsageQuery(msgspec.Struct, frozen=True):
    """Whose usage, told by what, from `since` to before `until`, in seconds since 1970.

    Usage is kept by the hour: the hour that `since` falls into counts whole.
    """

    by: tuple[Dimension, ...]
    since: int
    until: int
    client: str | None = None


class UsageLine(msgspec.Struct, frozen=True, kw_only=True):
    """The sum of the calls that agree in `by`. Money is in nano-dollars.

    `estimated` calls have a guess in their counts or their price, `unpriced` ones some usage
    that no price was found for.
    """

    by: dict[str, str]
    calls: int
    input_tokens: int
    output_tokens: int
    cache_read_tokens: int
    cache_write_tokens: int
    reasoning_tokens: int
    cost_nano_usd: int
    savings_nano_usd: int
    estimated: int
    unpriced: int


class QueryInvalid(Exception):
    """A question that cannot be answered; `message` says why and what would be one."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def read_query(
    by: str, since: str, until: str | None, client: str | None, now: float
) -> UsageQuery:
    """Return the question that words ask: `client,day`, `7d`, `2026-11-01`, nobody in particular.

    Raises `QueryInvalid` naming what is wrong.
    """
    names: list[Dimension] = []
    for word in filter(None, (part.strip() for part in by.split(","))):
        name = _BY_NAME.get(word)
        if name is None:
            raise QueryInvalid(
                f"by has {word[:40]!r}; expected one or more of {', '.join(DIMENSIONS)}, with "
                "commas between them."
            )
        if name not in names:
            names.append(name)
    end = int(now) + 1 if until is None else _moment("until", until, now)
    return UsageQuery(tuple(names), _moment("since", since, now), end, client or None)


def _moment(name: str, text: str, now: float) -> int:
    ago = _AGO.fullmatch(text)
    if ago is not None:
        return max(int(now) - int(ago[1]) * _SECONDS[ago[2]], 0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise QueryInvalid(
            f"{name} is {text[:40]!r}; expected a time ago (90m, 24h, 7d, 4w) or a date "
            "(2026-11-01, 2026-11-01T12:00)."
        ) from error
    # Without a zone a time is UTC, as everything that is kept.
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
