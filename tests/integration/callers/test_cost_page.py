"""Every command on the page about cost does what it says."""

import json
import re
import shlex
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from ai_gateway.accounting.row import Row
from ai_gateway.accounting.store import Store
from ai_gateway.cli import calls, prices, usage
from ai_gateway.cli.main import cli
from tests.unit.accounting.books import row

PAGE = (Path(__file__).parents[3] / "docs" / "cost.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
COMMANDS = [line for block in BLOCKS for line in block.splitlines()]
DATA = [
    {"id": "openai", "models": [{"id": "m", "match": {"equals": "m"}, "prices": {"input_mtok": 1}}]}
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_does_what_it_says(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gateway.yaml").write_text("providers: {openai: {models: [gpt-5]}}")
    (tmp_path / "calls.log").write_bytes(msgspec.json.encode(row()))
    (tmp_path / "data.json").write_text(json.dumps(DATA))
    store = Store(tmp_path / "ledger.sqlite", 10)
    store.add([row()])
    store.close()

    def answer(url: str, query: object = None) -> tuple[int, bytes]:
        return 200, msgspec.json.encode({"lines": [], "calls": [row()]})

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(prices, "process_environment", dict[str, str])
    monkeypatch.setattr(calls, "fetch", answer)
    monkeypatch.setattr(usage, "fetch", answer)
    program, *arguments = shlex.split(command)
    assert program == "ai-gateway"
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output


def test_the_page_has_every_field_of_a_row() -> None:
    table = PAGE.partition("## The row")[2].partition("## Where")[0]
    documented = set(re.findall(r"`(\w+)`", table))
    assert {*Row.__struct_fields__, "event"} <= documented
