"""`ai-gateway calls`: the whole story of one call."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import msgspec
import typer

from ai_gateway.accounting.money import dollars
from ai_gateway.accounting.row import Row
from ai_gateway.accounting.store import Store
from ai_gateway.cli.fetch import FetchFailed, fetch
from ai_gateway.cli.options import ending
from ai_gateway.cli.terminal import fail, output
from ai_gateway.cli.usage import ADMIN, Admin, Database

calls = typer.Typer(help="Look at single calls.", no_args_is_help=True, rich_markup_mode=None)


@calls.callback()
def group() -> None:
    """Look at single calls."""


class _Answer(msgspec.Struct):
    calls: list[Row]


@calls.command(epilog=ending("ai-gateway calls show 8169ad77b52d-2"))
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="x-ai-gateway-request-id of an answer, or the id of a trace."
        ),
    ],
    admin: Admin = ADMIN,
    database: Database = None,
) -> None:
    """Tell all that is known of one call, or of each call of a trace."""
    found = _asked(admin, name) if database is None else _read(database, name)
    if not found:
        fail(f"There is no call {name} among those that are kept whole.")
    console = output()
    for row in found:
        for line in story(row):
            console.print(line)


def story(row: Row) -> list[str]:
    """Return a call as lines for a person: who, what, each attempt, usage, cost."""
    ended = datetime.fromtimestamp(row.time, UTC).isoformat(timespec="milliseconds")
    status = "" if row.status is None else f", status {row.status}"
    first = "" if row.first_byte_ms is None else f", first byte after {row.first_byte_ms:g} ms"
    told = [
        ("call", row.id),
        ("ended", f"{ended}: {row.outcome}{status}"),
        ("took", f"{row.total_ms:g} ms{first}"),
        ("asked", f"{row.operation} in {row.dialect}{', streamed' if row.stream else ''}"),
        ("client", row.client),
        ("tags", ", ".join(f"{name}={value}" for name, value in (row.tags or {}).items())),
        ("config", row.config),
        ("model", _models(row)),
        *(("attempt", line) for line in _attempts(row)),
        ("guardrails", ", ".join(row.guardrails)),
        ("cache", row.cache),
        ("usage", _usage(row)),
        ("cost", _cost(row)),
        ("trace", row.trace_id),
    ]
    return [f"{name:<11}{value}" for name, value in told if value]


def _models(row: Row) -> str | None:
    words = [row.model_asked, row.model, row.model_served]
    return " → ".join(dict.fromkeys(word for word in words if word)) or None


def _attempts(row: Row) -> list[str]:
    return [
        f"{number}. {one.provider}/{one.model or '-'}: {one.reason or one.status}"
        + ("" if one.ms is None else f" after {one.ms:g} ms")
        for number, one in enumerate(row.attempts, 1)
    ]


def _usage(row: Row) -> str | None:
    if row.usage is None:
        return None
    known: dict[str, object] = msgspec.to_builtins(row.usage)
    return ", ".join(f"{name} {value}" for name, value in known.items() if name != "model")


def _cost(row: Row) -> str | None:
    if row.cost_nano_usd is None:
        return "unknown: no price" if row.unpriced else None
    guess = ", estimated" if row.estimated else ""
    saved = f", saved {dollars(row.savings_nano_usd or 0)}"
    return f"{dollars(row.cost_nano_usd)} USD{guess}{saved} ({row.price}, {row.price_source})"


def _asked(admin: str, name: str) -> list[Row]:
    try:
        status, body = fetch(f"{admin}/admin/v1/calls/{quote(name, safe='')}")
        return msgspec.json.decode(body, type=_Answer).calls if status == 200 else []
    except FetchFailed as error:
        fail(f"{error.message} Start the gateway, name another by --admin, or give --database.")
    except msgspec.DecodeError:
        fail(f"{admin} does not answer as a gateway's admin listener.")


def _read(database: Path, name: str) -> Sequence[Row]:
    if not database.is_file():
        fail(f"{database} is no file. accounting.database names it, `usage rebuild` makes it.")
    try:
        store = Store(database, 0)
        found = store.calls(name)
        store.close()
    except sqlite3.Error as error:
        fail(f"{database} cannot be read: {error}.")
    return found
