"""What the repository holds, for the tests that judge it as a whole."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "ai_gateway"
UNIT_TESTS = ROOT / "tests" / "unit"


@cache
def repository_files() -> list[Path]:
    """Return every file that is tracked, or would be with `git add --all`."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    # Another change may have removed a file that is still tracked.
    return sorted(path for path in paths if path.is_file())


def python_files(*folders: str) -> list[Path]:
    """Return the Python files of the repository below `folders`."""
    return [
        path
        for path in repository_files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders
    ]
