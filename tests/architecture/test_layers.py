"""The layers and the other import contracts hold."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.repository import ROOT


def test_every_import_contract_is_kept():
    # In a process of its own: import-linter configures logging, and with it silences the loggers
    # that other tests listen to.
    lint_imports = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run(
        [lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
