"""`ai-gateway usage`: who used how much, of what, and what it cost."""

import csv
import io
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table

from ai_gateway.accounting.money import dollars
from ai_gateway.accounting.row import Row
from ai_gateway.accounting.store import Store
from ai_gateway.accounting.usage_query import QueryInvalid, UsageLine, read_query
from ai_gateway.cli.fetch import FetchFailed, fetch
from ai_gateway.cli.options import ending
from ai_gateway.cli.terminal import fail, notices, output

usage = typer.Typer(
    help="Ask what was used and what it cost, or make the database anew from log lines.",
    invoke_without_command=True,
    rich_markup_mode=None,
    epilog=ending(
        "ai-gateway usage --by model",
        "ai-gateway usage --by client,model --since 30d --format csv",
        "ai-gateway usage --by day --database ledger.sqlite",
    ),
)

Admin = Annotated[str, typer.Option(help="The admin listener of the gateway to ask.")]
Database = Annotated[
    Path | None,
    typer.Option(help="The file of accounting.database, in place of asking a gateway."),
]

ADMIN = "http://127.0.0.1:8788"
_BAR = 24


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class _Answer(msgspec.Struct):
    lines: list[UsageLine]


class _Refused(msgspec.Struct):
    error: dict[str, str]


@usage.callback()
def ask(  # noqa: PLR0913, PLR0917  its parameters are the options of the command
    context: typer.Context,
    by: Annotated[
        str, typer.Option(help="client, provider, model, operation, outcome, day, hour.")
    ] = "model",
    since: Annotated[str, typer.Option(help="A time ago (24h, 7d) or a date.")] = "7d",
    until: Annotated[str | None, typer.Option(help="The same; now without it.")] = None,
    client: Annotated[str | None, typer.Option(help="Only this client.")] = None,
    form: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TABLE,
    admin: Admin = ADMIN,
    database: Database = None,
) -> None:
    """Show usage and cost, by what you ask for."""
    if context.invoked_subcommand is not None:
        return
    words = {"by": by, "since": since, "until": until, "client": client}
    given = {name: word for name, word in words.items() if word is not None}
    lines = _asked(admin, given) if database is None else _read(database, given)
    _write(lines, form)


@usage.command(epilog=ending("ai-gateway usage rebuild calls.log --database ledger.sqlite"))
def rebuild(
    files: Annotated[list[Path], typer.Argument(help="Files of log lines; - is standard input.")],
    database: Annotated[Path, typer.Option(help="The file to make anew.")],
    keep: Annotated[int, typer.Option(help="Calls to keep whole.")] = 10_000,
) -> None:
    """Make the database anew from the log lines of calls; what it held is forgotten.

    Lines that are no calls are skipped, and a call that is there twice counts once.
    """
    try:
        store = Store(database, keep)
        count = store.replace(_rows(files))
        store.close()
    except (sqlite3.Error, OSError) as error:
        fail(f"{database} was not made: {error}.")
    output().print(f"{count} calls are in {database}.")


def _asked(admin: str, words: dict[str, str]) -> list[UsageLine]:
    try:
        status, body = fetch(f"{admin}/admin/v1/usage", words)
        if status != 200:
            fail(msgspec.json.decode(body, type=_Refused).error["message"])
        return msgspec.json.decode(body, type=_Answer).lines
    except FetchFailed as error:
        fail(f"{error.message} Start the gateway, name another by --admin, or give --database.")
    except (msgspec.DecodeError, KeyError):
        fail(f"{admin} does not answer as a gateway's admin listener.")


def _read(database: Path, words: dict[str, str]) -> list[UsageLine]:
    now = datetime.now(UTC).timestamp()  # noqa: TID251  a command is its own app
    if not database.is_file():
        fail(f"{database} is no file. accounting.database names it, `usage rebuild` makes it.")
    try:
        query = read_query(
            words["by"], words["since"], words.get("until"), words.get("client"), now
        )
        store = Store(database, 0)
        lines = store.usage(query)
        store.close()
    except QueryInvalid as invalid:
        fail(invalid.message)
    except sqlite3.Error as error:
        fail(f"{database} cannot be read: {error}.")
    return lines


def _rows(files: Sequence[Path]) -> Iterator[Row]:
    decoder = msgspec.json.Decoder(Row)
    for file in files:
        with Path("/dev/stdin" if str(file) == "-" else file).open("rb") as lines:
            for line in lines:
                try:
                    yield decoder.decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError):
                    # The log may hold other programs' lines, and end within one.
                    continue


def _write(lines: Sequence[UsageLine], form: Format) -> None:
    if form is Format.JSON:
        typer.echo(msgspec.json.encode(lines))
    elif form is Format.CSV:
        typer.echo(_as_csv(lines), nl=False)
    elif not lines:
        notices().print("No calls in that time.")
    else:
        output().print(_as_table(lines))


_COLUMNS = ("calls", "input_tokens", "output_tokens", "cache_read_tokens", "reasoning_tokens")


def _as_csv(lines: Sequence[UsageLine]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = list(lines[0].by) if lines else []
    sums = [name for name in UsageLine.__struct_fields__ if name != "by"]
    writer.writerow([*names, *sums])
    for line in lines:
        writer.writerow([*line.by.values(), *(getattr(line, name) for name in sums)])
    return text.getvalue()


def _as_table(lines: Sequence[UsageLine]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in lines[0].by:
        table.add_column(name, overflow="fold")
    for name in (*_COLUMNS, "saved USD", "cost USD"):
        table.add_column(name.replace("_tokens", "").replace("_", " "), justify="right")
    table.add_column("")
    highest = max(line.cost_nano_usd for line in lines) or 1
    for line in lines:
        mark = "~" if line.estimated else ""
        mark += f" {line.unpriced} without price" if line.unpriced else ""
        bar = "█" * max(round(_BAR * line.cost_nano_usd / highest), 0)
        table.add_row(
            *(word or "-" for word in line.by.values()),
            *(f"{getattr(line, name):,}" for name in _COLUMNS),
            dollars(line.savings_nano_usd)[:-3],
            dollars(line.cost_nano_usd)[:-3],
            bar + mark,
        )
    return table
