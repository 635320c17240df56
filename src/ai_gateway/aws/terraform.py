"""Runs Terraform and tells what it does, from its own machine-readable lines."""

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any, TypeAlias, cast

from ai_gateway.aws.session import AwsFailed, Deployment

STATE_KEY = "ai-gateway/terraform.tfstate"
"""Where the state is in its bucket. There is one bucket for each environment."""

Object: TypeAlias = dict[str, Any]
"""A JSON object of Terraform's."""


@dataclass(frozen=True)
class Event:
    """One line that Terraform says: its kind (`apply_complete`), the text, the resource if any."""

    kind: str
    message: str
    address: str | None = None


@dataclass(frozen=True)
class Plan:
    """A saved plan: where it is, and how many resources it would add, change and remove."""

    path: Path
    add: int
    change: int
    remove: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.add or self.change or self.remove)

    @property
    def total(self) -> int:
        """How many resources it touches."""
        return self.add + self.change + self.remove

    def __str__(self) -> str:
        return f"{self.add} to add, {self.change} to change, {self.remove} to remove"


@dataclass(frozen=True)
class Inputs:
    """What a deployment is made of: the Terraform folder and the variables.

    `variables` are NAME=VALUE as on Terraform's own command line, on top of
    `environments/ENVIRONMENT.tfvars`.
    """

    folder: Path
    variables: tuple[str, ...] = ()


class Terraform:
    """Terraform in one folder, for one deployment.

    What it downloads and remembers lies apart for each environment, so that two never mix. All
    methods raise `AwsFailed` with what Terraform said.
    """

    def __init__(
        self,
        deployment: Deployment,
        inputs: Inputs,
        environment: Mapping[str, str],
        report: Callable[[Event], None],
    ) -> None:
        binary = which("terraform", path=environment.get("PATH"))
        if binary is None:
            raise AwsFailed("Terraform is not on the path. Install 1.11 or newer.")
        file = inputs.folder / "environments" / f"{deployment.environment}.tfvars"
        if not file.is_file():
            raise AwsFailed(
                f"There is no {file}. Copy environments/dev.tfvars to it, or name the folder of "
                "the Terraform files with --folder."
            )
        self._binary = binary
        self._folder = inputs.folder
        self._variables = (
            f"-var-file={file.resolve()}",
            *(f"-var={variable}" for variable in inputs.variables),
        )
        self._data = inputs.folder.resolve() / ".terraform" / deployment.environment
        self._environment = {**environment, "TF_DATA_DIR": str(self._data), "TF_IN_AUTOMATION": "1"}
        self._report = report

    def init(self, bucket: str, region: str, table: str | None) -> None:
        """Prepare the folder, with its state in `bucket`; `table` locks it beside S3's own lock."""
        settings = {"bucket": bucket, "key": STATE_KEY, "region": region, "use_lockfile": "true"}
        if table is not None:
            settings["dynamodb_table"] = table
        self._run(
            ["init", "-reconfigure", *(f"-backend-config={k}={v}" for k, v in settings.items())]
        )

    def plan(self, *, destroy: bool = False, targets: Sequence[str] = ()) -> Plan:
        """Return what would be done to make everything as written, or to take it away."""
        self._data.mkdir(parents=True, exist_ok=True)
        path = self._data / "plan"
        counts = {"add": 0, "change": 0, "remove": 0}
        arguments = ["plan", f"-out={path}", *self._variables]
        arguments += ["-destroy"] if destroy else []
        arguments += [f"-target={target}" for target in targets]
        for line in self._run(arguments):
            if line.get("type") == "change_summary":
                counts = {name: int(line["changes"].get(name, 0)) for name in counts}
        return Plan(path, **counts)

    def apply(self, plan: Plan) -> None:
        """Do what `plan` says, and nothing else."""
        self._run(["apply", str(plan.path)])

    def planned_tags(self, plan: Plan) -> dict[str, str]:
        """Return the tag of each image that the planned tasks run, by the image's name.

        They are read off the output `image_tags`: the task definition itself is not known before
        it is applied, for it names a version of the configuration.
        """
        shown = subprocess.run(  # noqa: S603  no shell, and the path is ours
            [self._binary, "show", "-json", str(plan.path)],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if shown.returncode != 0:
            raise AwsFailed(f"terraform show failed: {shown.stderr.strip()}")
        outputs: Object = json.loads(shown.stdout).get("planned_values", {}).get("outputs", {})
        tags: dict[str, str] | None = outputs.get("image_tags", {}).get("value")
        if tags is None:
            raise AwsFailed("The Terraform files have no output image_tags. Is --folder right?")
        return tags

    def _run(self, arguments: Sequence[str]) -> list[Object]:
        """Run a command, report each line as it comes, and return all of them."""
        command, *rest = arguments
        lines: list[Object] = []
        with subprocess.Popen(  # noqa: S603  no shell
            [self._binary, command, "-json", "-input=false", *rest],
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as running:
            for text in running.stdout or ():
                line = _parsed(text)
                lines.append(line)
                self._report(_event(line))
        if running.returncode != 0:
            raise AwsFailed(f"terraform {command} failed: {_errors(lines)}")
        return lines


def _parsed(text: str) -> Object:
    with suppress(ValueError):
        found: object = json.loads(text)
        if isinstance(found, dict):
            return cast("Object", found)
    # What Terraform says before it knows that JSON is wanted.
    return {"type": "text", "@message": text.strip()}


def _event(line: Object) -> Event:
    about: Object = line.get("hook") or line.get("change") or {}
    resource: Object = about.get("resource", {})
    return Event(str(line.get("type")), str(line.get("@message", "")), resource.get("addr"))


def _errors(lines: Sequence[Object]) -> str:
    said = [
        ". ".join(filter(None, (found.get("summary"), found.get("detail"))))
        for line in lines
        if (found := line.get("diagnostic", {})) and found.get("severity") == "error"
    ]
    return "\n".join(said) or "\n".join(str(line.get("@message", "")) for line in lines[-5:])
