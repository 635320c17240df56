"""Generated pages, written and compared."""

from pathlib import Path

import pytest
import typer

from ai_gateway.cli.docs import generated, stale, write

MARKS = """before
<!-- settings: written by `make docs` -->
something outdated
<!-- end of settings -->
after
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "configuration.md").write_text(MARKS)
    return tmp_path


def test_pages_are_written_once_and_then_true(docs: Path):
    names = {"configuration.md", "gateway.schema.json", "command-line.md"}
    assert {path.name for path in stale(docs)} == names
    write(docs=docs)
    assert {path.name for path in docs.iterdir()} == names
    assert stale(docs) == []


def test_only_what_is_between_the_marks_is_written(docs: Path):
    text = generated(docs)[docs / "configuration.md"]
    assert text.startswith("before\n")
    assert text.endswith("<!-- end of settings -->\nafter\n")
    assert "something outdated" not in text
    assert "`edge.port`" in text


def test_a_page_without_its_marks_is_refused(docs: Path):
    (docs / "configuration.md").write_text("no marks")
    with pytest.raises(ValueError, match="lacks the mark"):
        generated(docs)


def test_a_check_writes_nothing_and_fails_where_a_page_is_not_true(
    docs: Path, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(typer.Exit) as ended:
        write(docs=docs, check=True)
    assert ended.value.exit_code == 1
    assert "not true, run `make docs`" in capsys.readouterr().out
    assert [path.name for path in docs.iterdir()] == ["configuration.md"]
    write(docs=docs)
    with pytest.raises(typer.Exit) as ended:
        write(docs=docs, check=True)
    assert ended.value.exit_code == 0
