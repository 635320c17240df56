"""Steps: what is so is left alone, what is not is made, unless it is a dry run."""

import pytest

from ai_gateway.aws.step import Change, Step, apply


@pytest.mark.parametrize(("dry_run", "state"), [(False, "done"), (True, "planned")])
def test_only_what_is_not_so_is_made(dry_run: bool, state: str):
    made: list[str] = []
    changes = [
        Change("a", lambda: True, lambda: made.append("a")),
        Change("b", lambda: False, lambda: made.append("b")),
    ]
    steps = list(apply(changes, dry_run=dry_run))
    assert steps == [Step("a", "present"), Step("b", state)]  # pyright: ignore[reportArgumentType]  # one of its words
    assert made == ([] if dry_run else ["b"])


def test_a_step_is_told_before_the_next_is_looked_at():
    seen: list[str] = []
    changes = [
        Change(name, lambda name=name: bool(seen.append(name)), lambda: None) for name in "ab"
    ]
    steps = apply(changes, dry_run=False)
    next(steps)
    assert seen == ["a"]
