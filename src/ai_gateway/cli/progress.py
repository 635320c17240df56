"""How far a deployment is: a bar at a terminal, lines elsewhere."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ai_gateway.aws.service import Rollout
from ai_gateway.aws.terraform import Event, Plan

_SAID = frozenset({"apply_complete", "apply_errored", "refresh_complete", "planned_change"})
"""Kinds of Terraform's lines that say that something happened to a resource."""


class DeployProgress:
    """Shows Terraform's work, then the tasks'. Used as a context manager around both."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
            # What was asked and answered in between stays readable.
            transient=True,
        )
        self._bar = self._progress.add_task("planning", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def event(self, event: Event) -> None:
        """Show what Terraform says."""
        if event.kind == "apply_complete":
            self._progress.advance(self._bar)
        if event.kind in _SAID:
            self._progress.update(self._bar, description=event.address or event.message)
            if not self._console.is_terminal and event.kind.startswith("apply"):
                self._console.print(event.message)

    def begin(self, plan: Plan) -> None:
        """Show that `plan` is being applied."""
        self._progress.reset(self._bar, total=plan.total, description="applying")
        self._progress.start()

    def asking(self) -> None:
        """Make room for a question."""
        self._progress.stop()

    def rollout(self, rollout: Rollout) -> None:
        """Show how far the tasks are."""
        said = f"{rollout.running} of {rollout.desired} tasks run, {rollout.pending} pending"
        if rollout.failed:
            said += f", {rollout.failed} failed"
        self._progress.update(
            self._bar, total=rollout.desired, completed=rollout.running, description=said
        )
        if not self._console.is_terminal:
            self._console.print(said)
