"""Terragrunt's files: read for what they say, and rendered by the real program where it is."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import hcl2
import pytest

from tests.infrastructure.toolchain import ROOT
from tests.infrastructure.tree import SOURCE

FOLDER = ROOT / "terragrunt"
ENVIRONMENTS = sorted(path.parent.name for path in FOLDER.glob("*/terragrunt.hcl"))


def _variables() -> set[str]:
    found: set[str] = set()
    for path in SOURCE.glob("*.tf"):
        with path.open() as file:
            content: dict[str, Any] = hcl2.load(file)
        found |= {name.strip('"') for block in content.get("variable", []) for name in block}
    return found


def test_there_are_the_two_environments_of_the_deployment() -> None:
    assert ENVIRONMENTS == ["dev", "prod"]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_environment_is_the_root_what_is_common_and_its_own_sizes(environment: str) -> None:
    with (FOLDER / environment / "terragrunt.hcl").open() as file:
        content: dict[str, Any] = hcl2.load(file)
    included = {name.strip('"') for block in content["include"] for name in block}
    assert included == {"root", "common"}
    (local,) = content["locals"]
    assert f"/infrastructure/environments/{environment}.tfvars" in local["sizes"]
    assert (SOURCE / "environments" / f"{environment}.tfvars").exists()


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_sizes_are_variables_of_the_root(environment: str) -> None:
    with (SOURCE / "environments" / f"{environment}.tfvars").open() as file:
        sizes: dict[str, Any] = hcl2.load(file)
    assert {name for name in sizes if not name.startswith("__")} <= _variables()


SIZES = {
    "dev": {"cpu": 512, "memory": 1024, "min_tasks": 1, "max_tasks": 3},
    "prod": {
        "cpu": 1024,
        "memory": 2048,
        "min_tasks": 2,
        "max_tasks": 6,
        "enable_waf": True,
        "enable_jwt": True,
        "enable_shared_store": True,
    },
}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_sizes_are_those_of_the_documents(environment: str) -> None:
    with (SOURCE / "environments" / f"{environment}.tfvars").open() as file:
        sizes: dict[str, Any] = hcl2.load(file)
    assert {name: sizes.get(name) for name in SIZES[environment]} == SIZES[environment]
    assert environment == "prod" or not sizes.get("enable_waf")


def test_state_is_encrypted_and_locked() -> None:
    with (FOLDER / "root.hcl").open() as file:
        text = file.read()
    assert "ai-gateway-tfstate-${local.environment}" in text
    content: dict[str, Any] = hcl2.loads(text)
    assert content["remote_state"][0]["backend"] == '"s3"'


@pytest.fixture
def terragrunt(tmp_path: Path) -> "Terragrunt":
    program = os.environ.get("TERRAGRUNT") or shutil.which("terragrunt")
    if program is None:
        pytest.skip("needs Terragrunt: it is not on the path; name it in TERRAGRUNT")
    shutil.copytree(SOURCE, tmp_path / "infrastructure", ignore=shutil.ignore_patterns(".terra*"))
    shutil.copytree(FOLDER, tmp_path / "terragrunt")
    return Terragrunt(program, tmp_path)


class Terragrunt:
    """The real program on a copy of the files; its commands changed their names once."""

    def __init__(self, program: str, folder: Path) -> None:
        self.folder = folder
        self._program = program
        self._new = "render-json" not in self._run(folder, "--help")

    def render(self, environment: str) -> dict[str, Any]:
        """Return an environment as Terragrunt understands it."""
        out = self.folder / f"{environment}.json"
        new = ["render", "--json", "--write", "--out", str(out), "--non-interactive"]
        old = ["render-json", "--terragrunt-json-out", str(out), "--terragrunt-non-interactive"]
        self._run(self.folder / "terragrunt" / environment, *(new if self._new else old))
        return json.loads(out.read_text())

    def validate_inputs(self, environment: str) -> None:
        """Raise where an input is no variable of the root, or a needed one is missing."""
        new = ["hcl", "validate", "--inputs", "--strict", "--non-interactive"]
        old = ["validate-inputs", "--terragrunt-strict-validate", "--terragrunt-non-interactive"]
        self._run(self.folder / "terragrunt" / environment, *(new if self._new else old))

    def _run(self, folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            [self._program, *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder)},
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_environment_renders_to_its_state_and_its_inputs(
    terragrunt: Terragrunt, environment: str
) -> None:
    rendered = terragrunt.render(environment)
    state = rendered["remote_state"]["config"]
    assert state["bucket"] == f"ai-gateway-tfstate-{environment}"
    assert (state["encrypt"], state["use_lockfile"]) == (True, True)
    assert rendered["inputs"]["environment"] == environment
    assert SIZES[environment].items() <= rendered["inputs"].items()
    assert "default_tags" in rendered["generate"]["provider"]["contents"]
    assert set(rendered["inputs"]) <= _variables()
    terragrunt.validate_inputs(environment)


def test_a_third_environment_is_one_folder(terragrunt: Terragrunt) -> None:
    environments = terragrunt.folder / "terragrunt"
    shutil.copytree(environments / "dev", environments / "staging")
    rendered = terragrunt.render("staging")
    assert rendered["remote_state"]["config"]["bucket"] == "ai-gateway-tfstate-staging"
    assert rendered["inputs"]["environment"] == "staging"
