"""The page that is written."""

from pathlib import Path

import pytest

from bench import page
from bench.cases import CASES, FULL
from bench.contenders import Gateway
from bench.report import Table


@pytest.fixture
def text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(page, "PATH", tmp_path / "docs" / "benchmarks.md")
    shown = Table("Small", ["", "AI Gateway"], [["CPU", "61.2"]], [], [])
    absent = {"Portkey": "`nodejs` is not installed"}
    page.write([shown], CASES, [Gateway()], absent, page.Circumstances(FULL, load=0.25))
    return page.PATH.read_text()


def test_the_page_has_the_numbers_and_says_who_is_missing(text: str) -> None:
    assert "| CPU | 61.2 |" in text
    assert "- Portkey is left out: `nodejs` is not installed" in text
    assert "was 0.25" in text
    assert "the median of 3 rounds" in text


def test_the_page_has_every_command_and_no_folder_of_this_machine(text: str) -> None:
    commands = text.partition("```sh\n")[2].partition("```")[0].splitlines()
    assert "ai-gateway serve --config ./gateway.yaml" in commands
    assert "python -m bench.upstream --port=9000 --chunks=51 --pace=0.02" in commands
    assert any(command.startswith("wrk -t1 ") for command in commands)
    assert not any(" /" in command or command.startswith("/") for command in commands)
    assert str(Path.cwd()) not in text
