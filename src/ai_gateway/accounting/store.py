"""The ledger in SQLite, for questions: rolled up by the hour, and the last calls whole.

It is made of rows that are on record already as lines of the log, and can be made of those again.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from ai_gateway.accounting.row import Row
from ai_gateway.accounting.usage_query import Dimension, UsageLine, UsageQuery
from ai_gateway.core.usage import Usage

_HOUR = 3600

_SCHEMA = """
CREATE TABLE IF NOT EXISTS calls (
    id TEXT PRIMARY KEY, time REAL NOT NULL, trace_id TEXT, row BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS calls_by_time ON calls (time);
CREATE INDEX IF NOT EXISTS calls_by_trace ON calls (trace_id) WHERE trace_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS hours (
    hour INTEGER NOT NULL, client TEXT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,
    operation TEXT NOT NULL, outcome TEXT NOT NULL,
    calls INTEGER NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL,
    cache_read_tokens INTEGER NOT NULL, cache_write_tokens INTEGER NOT NULL,
    reasoning_tokens INTEGER NOT NULL, cost_nano_usd INTEGER NOT NULL,
    savings_nano_usd INTEGER NOT NULL, estimated INTEGER NOT NULL, unpriced INTEGER NOT NULL,
    PRIMARY KEY (hour, client, provider, model, operation, outcome)
) WITHOUT ROWID;
"""

_KEY = ("hour", "client", "provider", "model", "operation", "outcome")
_SUMS = (
    "calls", "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens",
    "reasoning_tokens", "cost_nano_usd", "savings_nano_usd", "estimated", "unpriced",
)  # fmt: skip

_ADD = (
    f"INSERT INTO hours ({', '.join(_KEY + _SUMS)})"  # noqa: S608  names of its own
    f" VALUES ({', '.join('?' * len(_KEY + _SUMS))}) ON CONFLICT DO UPDATE SET "
    + ", ".join(f"{name} = {name} + excluded.{name}" for name in _SUMS)
)

_TOLD: dict[Dimension, str] = {
    "client": "client",
    "provider": "provider",
    "model": "model",
    "operation": "operation",
    "outcome": "outcome",
    "day": "strftime('%Y-%m-%d', hour, 'unixepoch')",
    "hour": "strftime('%Y-%m-%dT%H:00Z', hour, 'unixepoch')",
}

# What no count of tokens comes near, and sums of which SQLite still adds without rounding.
_MOST = 2**53

_NOTHING = Usage()
_Key = tuple[int, str, str, str, str, str]


class Store:
    """One database, used by one thread at a time. `path` None is in memory, gone with the process.

    It keeps the newest `most_calls` calls whole, and the hours for ever. Every method raises
    `sqlite3.Error` where the file does not do what is asked.
    """

    def __init__(self, path: Path | None, most_calls: int) -> None:
        # The threads take turns; SQLite cannot know that.
        self._database = sqlite3.connect(
            ":memory:" if path is None else path, check_same_thread=False
        )
        self._most_calls = most_calls
        # In memory the rows themselves are the cheapest way to keep them; the newest is last.
        self._recent: dict[str, Row] | None = {} if path is None else None
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(Row)
        with self._database:
            self._database.execute("PRAGMA journal_mode = WAL")
            # The log is the durable record; losing the last moment here at a power cut is fine.
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.executescript(_SCHEMA)

    def add(self, rows: Sequence[Row]) -> None:
        """Keep `rows`, all or none; a call that is there already is not added again."""
        with self._database:
            fresh = [row for row in rows if self._insert(row)]
            self._database.executemany(_ADD, _sums(fresh))
            self._forget()

    def replace(self, rows: Iterable[Row]) -> int:
        """Forget everything and keep `rows`, all or none; return how many there were."""
        count = 0
        with self._database:
            self._database.execute("DELETE FROM calls")
            self._database.execute("DELETE FROM hours")
            if self._recent is not None:
                self._recent.clear()
            seen: set[str] = set()
            for row in rows:
                if row.id not in seen:
                    seen.add(row.id)
                    self._insert(row)
                    self._database.executemany(_ADD, _sums([row]))
                    count += 1
            self._forget()
        return count

    def usage(self, query: UsageQuery) -> list[UsageLine]:
        """Return the answer to `query`, the dearest first, or by time where it asks by that."""
        told = [_TOLD[name] for name in query.by]
        columns = [*told, *(f"SUM({name})" for name in _SUMS)]
        by_time = query.by[:1] in (("day",), ("hour",))
        order = f"{told[0]}, " if by_time else ""
        asked = (
            f"SELECT {', '.join(columns)} FROM hours WHERE hour >= ? AND hour < ?"  # noqa: S608  names of its own
            + (" AND client = ?" if query.client is not None else "")
            + (f" GROUP BY {', '.join(told)}" if told else "")
            + f" ORDER BY {order}SUM(cost_nano_usd) DESC, SUM(calls) DESC"
        )
        first = query.since - query.since % _HOUR
        values = [first, query.until, *([] if query.client is None else [query.client])]
        lines = [_line(query.by, found) for found in self._database.execute(asked, values)]
        return [line for line in lines if line.calls]

    def calls(self, name: str) -> list[Row]:
        """Return the call with this id, or every call of this trace, the oldest first."""
        if self._recent is not None:
            kept = self._recent.values()
            told = [row for row in kept if name in (row.id, row.trace_id)]
            return sorted(told, key=lambda row: row.time)
        found = self._database.execute(
            "SELECT row FROM calls WHERE id = ?1 OR trace_id = ?1 ORDER BY time", (name,)
        )
        return [self._decoder.decode(row) for (row,) in found]

    def close(self) -> None:
        """Let the file go."""
        self._database.close()

    def _forget(self) -> None:
        """Let go of the oldest calls above the number that is kept."""
        if self._recent is not None:
            surplus = len(self._recent) - self._most_calls
            for name in list(islice(self._recent, max(surplus, 0))):
                del self._recent[name]
            return
        self._database.execute(
            "DELETE FROM calls WHERE time < (SELECT time FROM calls ORDER BY time DESC"
            " LIMIT 1 OFFSET ?)",
            (self._most_calls - 1,),
        )

    def _insert(self, row: Row) -> bool:
        if self._recent is not None:
            return self._recent.setdefault(row.id, row) is row
        values = (row.id, row.time, row.trace_id, self._encoder.encode(row))
        done = self._database.execute("INSERT OR IGNORE INTO calls VALUES (?, ?, ?, ?)", values)
        return done.rowcount > 0


def _sums(rows: Iterable[Row]) -> list[tuple[int | str, ...]]:
    """Return one line for each hour and group of `rows`."""
    sums: dict[_Key, list[int]] = {}
    for row in rows:
        key = (
            int(row.time) // _HOUR * _HOUR,
            row.client or "",
            row.provider or "",
            row.model or "",
            row.operation,
            row.outcome,
        )
        usage = row.usage or _NOTHING
        values = (
            1,
            usage.input_tokens,
            usage.output_tokens,
            usage.cache_read_tokens,
            (usage.cache_write_tokens or 0) + (usage.cache_write_1h_tokens or 0),
            usage.reasoning_tokens,
            row.cost_nano_usd,
            row.savings_nano_usd,
            row.estimated,
            row.unpriced,
        )
        sum_ = sums.setdefault(key, [0] * len(_SUMS))
        for place, value in enumerate(values):
            sum_[place] += min(int(value or 0), _MOST)
    return [(*key, *values) for key, values in sums.items()]


def _line(by: Sequence[str], found: Sequence[int | str | None]) -> UsageLine:
    words = [str(word) for word in found[: len(by)]]
    sums = [int(value or 0) for value in found[len(by) :]]
    return msgspec.convert(
        {"by": dict(zip(by, words, strict=True)), **dict(zip(_SUMS, sums, strict=True))},
        UsageLine,
    )
