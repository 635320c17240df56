"""Terraform's commands in one folder, against the simulated account or none."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.infrastructure.toolchain import Toolchain

_LONGEST = 900
"""Seconds for one command; the longest, the stack's first apply, takes about a minute."""


ALONE = {
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}
"""Keeps whatever account this machine may call out of reach."""


class TerraformFailed(AssertionError):
    """A command of Terraform's failed; the message is its own."""


@dataclass(frozen=True)
class Done:
    """What a command answered."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Change:
    """One resource of a plan; `actions` as Terraform names them: create, update, delete."""

    address: str
    kind: str
    actions: tuple[str, ...]


class Terraform:
    """Commands in `folder`. `environment` is all that they see of this process."""

    def __init__(self, tools: Toolchain, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._tools = tools
        home = folder / ".home"
        home.mkdir(exist_ok=True)
        settings = home / "settings.tfrc"
        settings.write_text(tools.settings)
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TF_CLI_CONFIG_FILE": str(settings),
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
            "CHECKPOINT_DISABLE": "1",
            **ALONE,
            **environment,
        }

    def run(self, *arguments: str, ok: Sequence[int] = (0,)) -> Done:
        """Run a command. Raises `TerraformFailed` where its exit code is not among `ok`."""
        done = self.attempt(*arguments)
        if done.code not in ok:
            raise TerraformFailed(
                f"terraform {' '.join(arguments)} in {self.folder.name}:\n{done.out}\n{done.err}"
            )
        return done

    def attempt(self, *arguments: str) -> Done:
        """Run a command that may fail."""
        command = [str(self._tools.terraform), *arguments]
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            cwd=self.folder,
            env=self._environment,
            timeout=_LONGEST,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def init(self, *arguments: str) -> None:
        """Initialise."""
        self.run("init", "-no-color", *arguments)

    def plan(self, *arguments: str, out: str = "plan") -> list[Change]:
        """Return what would change, and write the plan; nothing where it is empty."""
        self.run("plan", "-no-color", f"-out={out}", "-parallelism=20", *arguments)
        shown: dict[str, Any] = json.loads(self.run("show", "-json", out).out)
        changes = [
            Change(change["address"], change["type"], tuple(change["change"]["actions"]))
            for change in shown.get("resource_changes", [])
            if change["mode"] == "managed"
        ]
        outputs = [
            Change(f"output.{name}", "output", tuple(change["actions"]))
            for name, change in shown.get("output_changes", {}).items()
        ]
        return [change for change in changes + outputs if change.actions != ("no-op",)]

    def apply_plan(self) -> None:
        """Apply the last plan."""
        self.run("apply", "-no-color", "-parallelism=20", "plan")

    def destroy(self, *arguments: str) -> None:
        """Destroy all that the state holds."""
        self.run("destroy", "-auto-approve", "-no-color", "-parallelism=20", *arguments)

    def state(self) -> dict[str, dict[str, Any]]:
        """Return the values of every managed resource, by its address."""
        shown: dict[str, Any] = json.loads(self.run("show", "-json").out)
        root = shown.get("values", {}).get("root_module", {})
        return {
            resource["address"]: resource["values"]
            for resource in _resources(root)
            if resource["mode"] == "managed"
        }

    def outputs(self) -> dict[str, Any]:
        """Return the values of the outputs."""
        told: dict[str, Any] = json.loads(self.run("output", "-json").out)
        return {name: output["value"] for name, output in told.items()}


def _resources(module: dict[str, Any]) -> list[dict[str, Any]]:
    inner = [one for child in module.get("child_modules", []) for one in _resources(child)]
    return [*module.get("resources", []), *inner]
