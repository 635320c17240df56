"""Terraform's own checks: format, validity, and the tests that stand beside each module."""

from pathlib import Path

import pytest

from tests.infrastructure.plugin import Plugin
from tests.infrastructure.terraform import Terraform
from tests.infrastructure.toolchain import Toolchain
from tests.infrastructure.tree import MODULES, SOURCE

FOLDERS = (".", *(f"modules/{name}" for name in MODULES))


def test_every_file_is_formatted(tools: Toolchain, tmp_path: Path) -> None:
    done = Terraform(tools, tmp_path, {}).attempt(
        "fmt", "-check", "-recursive", "-diff", "-no-color", str(SOURCE)
    )
    assert done.code == 0, done.out + done.err


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_module_is_valid_and_passes_its_tests(
    tools: Toolchain, plugin: Plugin, tree: Path, folder: str
) -> None:
    # Without the running plugin, so that the constraints on versions are really resolved.
    Terraform(tools, tree / folder, {}).init("-backend=false")
    environment = {"AWS_REGION": "eu-west-1", **plugin.environment}
    terraform = Terraform(tools, tree / folder, environment)
    valid = terraform.attempt("validate", "-no-color")
    assert valid.code == 0, valid.out + valid.err
    assert "Warning" not in valid.out
    assert list((SOURCE / folder / "tests").glob("*.tftest.hcl")), "it has no tests"
    tested = terraform.attempt("test", "-no-color")
    assert tested.code == 0, tested.out + tested.err


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_module_has_an_accepted_and_a_refused_plan(folder: str) -> None:
    text = "\n".join(path.read_text() for path in (SOURCE / folder / "tests").glob("*.tftest.hcl"))
    runs = text.split("\nrun ")[1:]
    assert any("expect_failures" not in run for run in runs), "no plan is accepted"
    assert any("expect_failures" in run for run in runs), "no plan is refused"
