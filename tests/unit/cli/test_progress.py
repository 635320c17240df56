"""How far a deployment is, where nobody watches and where somebody does."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from ai_gateway.aws.service import Rollout
from ai_gateway.aws.terraform import Event, Plan
from ai_gateway.cli.progress import DeployProgress

PLAN = Plan(Path("plan"), 2, 0, 0)


def shown(*, terminal: bool) -> str:
    text = io.StringIO()
    console = Console(file=text, force_terminal=terminal, width=100, highlight=False)
    with DeployProgress(console) as progress:
        progress.event(Event("planned_change", "one: Plan to create", "one"))
        progress.asking()
        progress.begin(PLAN)
        progress.event(Event("apply_start", "one: Creating...", "one"))
        progress.event(Event("apply_complete", "one: Creation complete", "one"))
        progress.rollout(Rollout("IN_PROGRESS", 2, 1, 1, 0))
        progress.rollout(Rollout("IN_PROGRESS", 2, 1, 1, 3))
    return text.getvalue()


def test_where_nobody_watches_there_are_lines():
    assert shown(terminal=False).splitlines() == [
        "one: Creation complete",
        "1 of 2 tasks run, 1 pending",
        "1 of 2 tasks run, 1 pending, 3 failed",
    ]


@pytest.mark.parametrize("says", ["1/2", "1 of 2 tasks run, 1 pending, 3 failed"])
def test_at_a_terminal_there_is_a_bar(says: str):
    text = shown(terminal=True)
    assert says in text
    assert "Creation complete" not in text
