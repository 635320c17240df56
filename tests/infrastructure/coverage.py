"""What the tests of the deployment covered, told at the end of a run."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.infrastructure.cloud.additions.table import ADDITIONS
from tests.infrastructure.stack import Stack
from tests.infrastructure.toolchain import Toolchain
from tests.infrastructure.tree import SOURCE

_OPTIONAL = ("terragrunt", "checkov")
"""Tools whose absence is told, and no mistake: one is only looked for, one may not install."""


_KIND = re.compile(r"(?:^|\.)((?:aws|terraform)_\w+)\.")
"""The kind of a resource in its address."""


@dataclass
class Coverage:
    """Gathered while the tests run. `skipped` has the reason of each test that did not."""

    tools: Toolchain | None = None
    missing: str | None = None
    stack: Stack | None = None
    skipped: dict[str, str] = field(default_factory=dict[str, str])
    outcomes: Counter[str] = field(default_factory=Counter[str])

    @property
    def counted(self) -> bool:
        """Say whether any test of the deployment was met."""
        return bool(self.skipped or self.outcomes)

    @property
    def left_out(self) -> list[str]:
        """Tests that could have run and did not."""
        if self.tools is None:
            return []
        return [
            name
            for name, reason in self.skipped.items()
            if not any(f"needs {tool}" in reason.lower() for tool in _OPTIONAL)
        ]

    def count(self, report: pytest.TestReport) -> None:
        """Remember one report."""
        if report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "skipped"
            self.skipped[report.nodeid] = reason.removeprefix("Skipped: ")
        else:
            self.outcomes[report.outcome] += 1

    def lines(self) -> Iterator[str]:
        """Return the summary."""
        yield f"tests      {self.outcomes['passed']} passed, {self.outcomes['failed']} failed"
        if self.tools is not None:
            version = ".".join(str(part) for part in self.tools.provider)
            yield f"provider   {version} of hashicorp/aws"
        if self.stack is not None:
            yield from _of_stack(self.stack)
            yield f"guards     {len(self.stack.guards)} of the root"
        yield f"refusals   {_refusals()} plans that tests of Terraform's own see refused"
        yield from self._gaps()

    def _gaps(self) -> Iterator[str]:
        yield f"gaps       {len(ADDITIONS)} of the simulator's, filled by the tests:"
        for addition in ADDITIONS:
            yield f"             {addition.gap}"
        if self.tools is not None and not self.tools.knows_jwt:
            yield "             jwt-validation: unknown to this provider; checked by its schema"
        for name, reason in self.skipped.items():
            mark = "LEFT OUT " if name in self.left_out else "not run  "
            yield f"{mark}  {name}: {reason}"


def _of_stack(stack: Stack) -> Iterator[str]:
    for name, stage in stack.stages.items():
        kinds = {kind for address in stage.resources for kind in _KIND.findall(address)}
        drift = ", ".join(change.address for change in stage.drift) or "none"
        count = f"{len(stage.resources)} of {len(kinds)} kinds"
        yield f"resources  {name}: {count} applied; drift: {drift}"
    if stack.left is not None:
        yield f"           destroyed: {len(stack.left)} left"
    yield f"switches   {len(stack.switches)}, each planned alone and all applied together:"
    for name, changes in stack.switches.items():
        actions = Counter("/".join(change.actions) for change in changes)
        told = ", ".join(f"{count} {action}" for action, count in sorted(actions.items()))
        yield f"             {name}: {told}"


def _refusals() -> int:
    return sum(
        len(re.findall(r"^\s*expect_failures\b", path.read_text(), re.MULTILINE))
        for path in SOURCE.rglob("*.tftest.hcl")
    )
