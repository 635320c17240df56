"""Options that several commands share, and how they fail."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from ai_gateway.cli.terminal import ExitCode, notices, print_mistakes
from ai_gateway.config.environment import process_environment
from ai_gateway.config.loader import load
from ai_gateway.config.mistakes import ConfigurationInvalid
from ai_gateway.config.settings import Settings

_EXIT_CODES = """\b
Exit codes:
  0    done, or stopped by SIGTERM or Ctrl-C after open streams had finished
  1    could not start or go on; the message says why
  2    mistakes in the configuration or on the command line
  130  interrupted before anything ran
"""

Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="PATH",
        help="The configuration file. Without it AI_GATEWAY_CONFIG names the file; without "
        "either, defaults hold and provider keys are read from the environment.",
    ),
]


def ending(*examples: str) -> str:
    """Return what stands below a command's help: its examples and the exit codes."""
    lines = "\n".join(f"  {example}" for example in examples)
    return f"\b\nExamples:\n{lines}\n\n{_EXIT_CODES}" if examples else _EXIT_CODES


def loaded(config: Path | None) -> Settings:
    """Return the settings, or print every mistake and end with 2."""
    try:
        return load(config, process_environment())
    except ConfigurationInvalid as invalid:
        print_mistakes(invalid)
        raise typer.Exit(ExitCode.MISTAKEN) from invalid


def fail(message: str) -> NoReturn:
    """Say what went wrong and end with 1."""
    notices().print(message, style="red")
    raise typer.Exit(ExitCode.FAILED)
