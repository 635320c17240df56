"""The layers and the other import contracts hold."""

import pytest
from importlinter.cli import lint_imports

from tests.architecture.repository import ROOT


def test_every_import_contract_is_kept(capsys: pytest.CaptureFixture[str]):
    broken = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert broken == 0, capsys.readouterr().out
