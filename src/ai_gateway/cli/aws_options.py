"""Options that several commands of `ai-gateway aws` have, each said once."""

from typing import Annotated, TypeAlias

import typer

Environment: TypeAlias = Annotated[
    str,
    typer.Option("--environment", "-e", help="Name of the environment: dev, prod, or your own."),
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")]
DryRun: TypeAlias = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")
]
Yes: TypeAlias = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before changing.")]
Variables: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--var", metavar="NAME=VALUE", help="A Terraform variable; may be repeated."),
]

_EXIT_CODES = """\b
Exit codes:
  0    done
  1    could not be done, or something is wrong; the message says why
  2    mistakes on the command line
"""


def ending(*examples: str) -> str:
    """Return the end of a command's help: its examples, and what its exit codes mean."""
    lines = "\n".join(f"  {example}" for example in examples)
    return f"\b\nExamples:\n{lines}\n\n{_EXIT_CODES}"
