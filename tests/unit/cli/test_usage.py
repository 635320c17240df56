"""`ai-gateway usage`."""

import csv
import io
import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from ai_gateway.accounting.store import Store
from ai_gateway.cli import usage as module
from ai_gateway.cli.fetch import FetchFailed
from ai_gateway.cli.main import cli
from tests.unit.accounting.books import row

SINCE = ("--since", "2020-01-01")


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(cli, ["usage", *arguments])


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = tmp_path / "ledger.sqlite"
    store = Store(path, 10)
    store.add(
        [
            row("a", client="x", time=1_700_000_000.0, cost_nano_usd=2_000_000_000),
            row("b", client="y", time=1_700_000_000.0, cost_nano_usd=1_000_000_000, estimated=True),
            row("c", client="z", time=1_700_000_000.0, cost_nano_usd=None, unpriced=True),
        ]
    )
    store.close()
    return str(path)


def test_a_table_has_a_bar_for_each_cost_and_marks_what_is_not_sure(database: str):
    result = run("--by", "client", *SINCE, "--database", database)
    assert result.exit_code == 0
    head, first, second, third = (line.split() for line in result.stdout.splitlines())
    assert head[:3] == ["client", "calls", "input"]
    assert first[0:2] == ["x", "1"]
    assert "2.000000" in first
    assert len(first[-1]) == 2 * len(second[-1].rstrip("~"))
    assert second[-1].endswith("~")
    assert third[-3:] == ["1", "without", "price"] or "without price" in result.stdout


def test_csv_has_every_sum(database: str):
    result = run("--by", "client,day", *SINCE, "--database", database, "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(result.stdout)))
    assert lines[0]["client"] == "x"
    assert (lines[0]["day"], lines[0]["cost_nano_usd"]) == ("2023-11-14", "2000000000")


def test_json_is_what_the_admin_listener_answers(database: str):
    result = run("--by", "client", *SINCE, "--database", database, "--format", "json")
    assert [line["by"]["client"] for line in json.loads(result.stdout)] == ["x", "y", "z"]


def test_nothing_is_said_to_be_nothing(database: str):
    result = run("--since", "1h", "--database", database)
    assert (result.exit_code, result.stderr) == (0, "No calls in that time.\n")
    assert run("--since", "1h", "--database", database, "--format", "csv").stdout.startswith(
        "calls"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--by", "team"), "by has 'team'"),
        (("--since", "soon"), "since is 'soon'"),
    ],
)
def test_a_mistake_is_named(database: str, arguments: tuple[str, ...], says: str):
    result = run(*arguments, "--database", database)
    assert result.exit_code == 1
    assert says in result.stderr


def test_a_file_that_is_not_there_is_said(tmp_path: Path):
    result = run("--database", str(tmp_path / "no.sqlite"))
    assert result.exit_code == 1
    assert "is no file" in result.stderr


def test_a_file_that_is_no_database_is_said(tmp_path: Path):
    path = tmp_path / "text"
    path.write_text("This is no database, it is a text that is long enough." * 20)
    result = run("--database", str(path))
    assert result.exit_code == 1
    assert "cannot be read" in result.stderr


def answering(monkeypatch: pytest.MonkeyPatch, status: int, body: bytes) -> list[object]:
    asked: list[object] = []

    def answer(url: str, query: dict[str, str]) -> tuple[int, bytes]:
        asked.append((url, query))
        return status, body

    monkeypatch.setattr(module, "fetch", answer)
    return asked


def test_a_gateway_is_asked_where_no_file_is_named(monkeypatch: pytest.MonkeyPatch):
    asked = answering(monkeypatch, 200, b'{"lines":[]}')
    result = run("--by", "client", "--since", "1h", "--client", "x", "--admin", "http://a:1")
    assert result.exit_code == 0
    assert asked == [("http://a:1/admin/v1/usage", {"by": "client", "since": "1h", "client": "x"})]


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (400, b'{"error":{"message":"by has a mistake"}}', "by has a mistake"),
        (404, b"<html>", "does not answer as a gateway's admin listener"),
        (200, b"{}", "does not answer as a gateway's admin listener"),
    ],
)
def test_what_a_gateway_refuses_is_said(
    monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, says: str
):
    answering(monkeypatch, status, body)
    result = run()
    assert result.exit_code == 1
    assert says in result.stderr


def test_a_gateway_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch):
    def fail(url: str, query: dict[str, str]) -> tuple[int, bytes]:
        raise FetchFailed("Nobody there.")

    monkeypatch.setattr(module, "fetch", fail)
    result = run()
    assert result.exit_code == 1
    assert "Nobody there. Start the gateway" in result.stderr


def test_a_database_is_made_anew_of_log_lines(tmp_path: Path, database: str):
    lines = [msgspec.json.encode(row(name, client="w")) for name in ("p", "q", "p")]
    log = tmp_path / "calls.log"
    log.write_bytes(b"\n".join([b"starting", *lines, b'{"event":"audit"}', b'{"event":"ca']))
    result = run("rebuild", str(log), "--database", database)
    assert result.stdout == f"2 calls are in {database}.\n"
    shown = run(
        "--by",
        "client",
        *SINCE,
        "--until",
        "2030-01-01",
        "--database",
        database,
        "--format",
        "json",
    )
    assert [(line["by"]["client"], line["calls"]) for line in json.loads(shown.stdout)] == [
        ("w", 2)
    ]


def test_a_log_that_is_not_there_leaves_the_database_as_it_was(tmp_path: Path, database: str):
    result = run("rebuild", str(tmp_path / "no.log"), "--database", database)
    assert result.exit_code == 1
    shown = run("--by", "client", *SINCE, "--database", database, "--format", "json")
    assert len(json.loads(shown.stdout)) == 3
