"""What the commands share."""

from pathlib import Path

import pytest
import typer

from ai_gateway.cli.options import ScopeName, ending, loaded


def test_help_ends_with_examples_and_exit_codes():
    text = ending("ai-gateway a", "ai-gateway b")
    assert text.index("  ai-gateway a\n  ai-gateway b") < text.index("Exit codes:")


def test_without_examples_there_are_the_exit_codes():
    assert "Examples" not in ending()
    assert "130" in ending()


def test_a_configuration_is_loaded_or_its_mistakes_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert loaded(None, {}).edge.port == 8787
    path = tmp_path / "gateway.yaml"
    path.write_text("edge: {port: x}")
    with pytest.raises(typer.Exit) as left:
        loaded(str(path), {})
    assert left.value.exit_code == 2
    assert "edge.port" in capsys.readouterr().err


def test_scopes_are_spelt_as_in_the_configuration():
    assert [str(scope) for scope in ScopeName] == ["invoke", "admin"]
