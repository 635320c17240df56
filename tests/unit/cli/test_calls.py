"""`ai-gateway calls show`."""

from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from ai_gateway.accounting.row import AttemptRow
from ai_gateway.accounting.store import Store
from ai_gateway.cli import calls as module
from ai_gateway.cli.calls import story
from ai_gateway.cli.fetch import FetchFailed
from ai_gateway.cli.main import cli
from tests.unit.accounting.books import row

TOLD = row(
    "r-1",
    client="team-a",
    tags={"cost_centre": "7"},
    config="safe",
    model_asked="fast",
    model_served="m-1",
    status=200,
    stream=True,
    first_byte_ms=1.5,
    price="openai/m",
    price_source="a list",
    estimated=True,
    guardrails=("pii:transform",),
    cache="miss",
    trace_id="t-1",
    attempts=(
        AttemptRow(provider="azure", model="m", reason="provider_timeout", ms=9.0),
        AttemptRow(provider="openai", model="m", status=200),
    ),
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["calls", "show", *arguments])


def test_the_whole_story_of_a_call():
    assert story(TOLD) == [
        "call       r-1",
        "ended      2027-01-15T08:00:00.500+00:00: complete, status 200",
        "took       2 ms, first byte after 1.5 ms",
        "asked      chat in openai-chat, streamed",
        "client     team-a",
        "tags       cost_centre=7",
        "config     safe",
        "model      fast → m → m-1",
        "attempt    1. azure/m: provider_timeout after 9 ms",
        "attempt    2. openai/m: 200",
        "guardrails pii:transform",
        "cache      miss",
        "usage      input_tokens 3, output_tokens 5",
        "cost       0.000000023 USD, estimated, saved 0.000000000 (openai/m, a list)",
        "trace      t-1",
    ]


def test_what_is_not_known_is_not_told():
    bare = row(provider=None, model=None, usage=None, cost_nano_usd=None, outcome="invalid_json")
    assert [line.split()[0] for line in story(bare)] == ["call", "ended", "took", "asked"]


def test_a_call_without_a_price_says_so():
    assert "cost       unknown: no price" in story(row(cost_nano_usd=None, unpriced=True))


def test_a_call_of_a_file_is_shown_by_its_id_or_its_trace(tmp_path: Path):
    store = Store(tmp_path / "l.sqlite", 10)
    store.add([TOLD])
    store.close()
    for name in ("r-1", "t-1"):
        result = run(name, "--database", str(tmp_path / "l.sqlite"))
        assert result.stdout.splitlines() == story(TOLD)
    assert run("nobody", "--database", str(tmp_path / "l.sqlite")).exit_code == 1


def test_a_gateway_is_asked_where_no_file_is_named(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def answer(url: str) -> tuple[int, bytes]:
        asked.append(url)
        return 200, msgspec.json.encode({"calls": [TOLD]})

    monkeypatch.setattr(module, "fetch", answer)
    assert run("a/b", "--admin", "http://a:1").stdout.splitlines() == story(TOLD)
    assert asked == ["http://a:1/admin/v1/calls/a%2Fb"]


def fetched(answer: tuple[int, bytes] | FetchFailed) -> object:
    def fetch(url: str) -> tuple[int, bytes]:
        if isinstance(answer, FetchFailed):
            raise answer
        return answer

    return fetch


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((404, b"{}"), "There is no call r-1"),
        ((200, b"<html>"), "does not answer as a gateway's admin listener"),
        (FetchFailed("Nobody there."), "Nobody there. Start the gateway"),
    ],
)
def test_a_failure_is_said(
    monkeypatch: pytest.MonkeyPatch, answer: tuple[int, bytes] | FetchFailed, says: str
):
    monkeypatch.setattr(module, "fetch", fetched(answer))
    result = run("r-1")
    assert result.exit_code == 1
    assert says in result.stderr


def test_files_that_cannot_be_read_are_said(tmp_path: Path):
    text = tmp_path / "text"
    text.write_text("This is no database, it is a text that is long enough." * 20)
    assert "cannot be read" in run("r-1", "--database", str(text)).stderr
    assert "is no file" in run("r-1", "--database", str(tmp_path / "no")).stderr
