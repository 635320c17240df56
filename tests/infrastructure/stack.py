"""The stack's life in the simulated account: applied, all switches on, all off, destroyed."""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.infrastructure.cloud.account import Account
from tests.infrastructure.plugin import Plugin
from tests.infrastructure.terraform import Change, Terraform
from tests.infrastructure.toolchain import Toolchain
from tests.infrastructure.tree import copy_tree, make_simulated
from tests.infrastructure.variables import BASE, CHOICES, EVERYTHING, SWITCHES, write_variables


@dataclass
class Stage:
    """The stack as it was after one apply. `drift` is what a plan right after would change."""

    resources: dict[str, dict[str, Any]]
    drift: list[Change]
    outputs: dict[str, Any]


@dataclass
class Stack:
    """What came of each step, for the tests to look at."""

    account: Account
    terraform: Terraform
    stages: dict[str, Stage] = field(default_factory=dict[str, Stage])
    switches: dict[str, list[Change]] = field(default_factory=dict[str, list[Change]])
    choices: dict[str, list[Change]] = field(default_factory=dict[str, list[Change]])
    left: dict[str, dict[str, Any]] | None = None

    @property
    def name(self) -> str:
        """What every name in the account begins with."""
        return f"ai-gateway-{BASE['environment']}"

    @property
    def everything(self) -> Stage:
        """The stack with every switch on; what is read back is this."""
        return self.stages["everything"]

    @property
    def guards(self) -> set[str]:
        """The guards of the root: the addresses of what refuses a plan."""
        return {
            address
            for address in self.stages["base"].resources
            if re.match(r"terraform_data\.\w*guard", address)
        }

    @cached_property
    def modules(self) -> dict[str, Any]:
        """The root's calls of modules, each with what it is given."""
        shown = json.loads(self.terraform.run("show", "-json", "plan").out)
        return shown["configuration"]["root_module"]["module_calls"]

    def put(self, name: str, *values: dict[str, Any]) -> None:
        """Apply values, plan again, and remember both as a stage."""
        argument = self._variables(name, *values)
        self.terraform.plan(argument)
        self.terraform.apply_plan()
        drift = self.terraform.plan(argument)
        self.stages[name] = Stage(self.terraform.state(), drift, self.terraform.outputs())

    def plan_switches(self) -> None:
        """Plan each switch alone over what is applied, and each choice from nothing."""
        self.switches = {name: self._plan_switch(name) for name in SWITCHES}
        self.choices = {name: self._plan_choice(name) for name in CHOICES}

    def _plan_switch(self, name: str) -> list[Change]:
        argument = self._variables(name, BASE, SWITCHES[name])
        # What is there is known from the moment before.
        return self.terraform.plan("-refresh=false", "-lock=false", argument, out=f"{name}.plan")

    def _plan_choice(self, name: str) -> list[Change]:
        file = self.terraform.folder / f"{name}.tfvars"
        own = [f"-var-file={file}"] if file.exists() else []
        short = file.stem
        argument = self._variables(short, CHOICES[name])
        nothing = ("-state=nothing.tfstate", "-lock=false")
        return self.terraform.plan(*nothing, *own, argument, out=f"{short}.plan")

    def _variables(self, name: str, *values: dict[str, Any]) -> str:
        certificate = self.account.certificate
        return write_variables(self.terraform.folder, name, certificate, *values)

    def remove(self) -> None:
        """Turn every switch off, plan again, and destroy."""
        self.put("off", BASE)
        self.terraform.destroy("-var-file=off.tfvars.json")
        self.left = self.terraform.state()


def build(tools: Toolchain, folder: Path, account: Account, plugin: Plugin) -> Stack:
    """Apply the stack, plan each switch, and apply all of them."""
    root = copy_tree(tools, folder)
    make_simulated(root)
    stack = Stack(account, Terraform(tools, root, account.environment | plugin.environment))
    stack.terraform.init()
    stack.put("base", BASE)
    stack.plan_switches()
    stack.put("everything", BASE, EVERYTHING)
    return stack
