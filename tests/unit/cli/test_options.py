"""What commands share."""

from pathlib import Path

import pytest
import typer

from ai_gateway.cli import options
from ai_gateway.cli.options import ending, fail, loaded


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "process_environment", dict[str, str])


def test_an_ending_has_examples_and_exit_codes():
    text = ending("ai-gateway a", "ai-gateway b")
    assert "Examples:\n  ai-gateway a\n  ai-gateway b\n" in text
    assert "Exit codes:" in text


def test_without_examples_there_are_the_exit_codes():
    assert "Examples" not in ending()
    assert "130" in ending()


def test_settings_without_a_mistake_are_loaded(tmp_path: Path):
    path = tmp_path / "gateway.yaml"
    path.write_text("edge: {port: 9000}")
    assert loaded(path).edge.port == 9000


def test_mistakes_are_printed_and_end_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "gateway.yaml"
    path.write_text("edge: {port: abc}")
    with pytest.raises(typer.Exit) as raised:
        loaded(path)
    assert raised.value.exit_code == 2
    assert "edge.port" in capsys.readouterr().err


def test_a_failure_is_said_and_ends_with_1(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(typer.Exit) as raised:
        fail("It broke.")
    assert raised.value.exit_code == 1
    assert capsys.readouterr().err == "It broke.\n"
