"""Habits that no linter knows of."""

import re
from pathlib import Path

from tests.architecture.repository import ROOT, repository_files

# Put together here, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(
    r"(?<![\w./<-])/(?:" + "|".join(("home", "Users", "work", "root")) + r")/"
)
BARE_IGNORE = re.compile(r"#\s*(?:type: ignore|pyright: ignore)(?!\[)|# noqa(?!: [A-Z]+\d+)")
VAGUE_NAMES = {"utils.py", "helpers.py", "common.py", "types.py", "models.py", "misc.py"}


def texts() -> dict[Path, str]:
    found: dict[Path, str] = {}
    for path in repository_files():
        try:
            found[path.relative_to(ROOT)] = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found


def test_no_file_names_a_path_of_somebodys_machine():
    assert [str(path) for path, text in texts().items() if MACHINE_PATH.search(text)] == []


def test_an_ignore_carries_its_code():
    assert [
        str(path)
        for path, text in texts().items()
        if path.suffix == ".py" and path.name != Path(__file__).name
        if BARE_IGNORE.search(text)
    ] == []


def test_every_target_of_the_makefile_has_a_line_of_help():
    text = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))
    helped = set(re.findall(r"^([a-z][a-z-]*):.*## \S", text, re.MULTILINE))
    assert {"run", "test", "check", "bench", "docs"} <= targets
    assert targets == helped


def test_no_module_has_a_name_that_says_nothing():
    drawers = [path for path in texts() if path.name in VAGUE_NAMES and path.parts[0] == "src"]
    assert [str(path) for path in drawers] == []
