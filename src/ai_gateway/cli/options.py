"""What the commands share: their options, their endings, the configuration."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer

from ai_gateway.cli.terminal import ExitCode, print_mistakes
from ai_gateway.config.loader import load
from ai_gateway.config.mistakes import ConfigurationInvalid
from ai_gateway.config.settings import Settings

EXIT_CODES = """\b
Exit codes:
  0    done, or stopped by SIGTERM or Ctrl-C after open streams had finished
  1    could not start or go on; the message says why
  2    mistakes in the configuration or on the command line
  130  interrupted before anything ran
"""


class ScopeName(StrEnum):
    """What a credential can be good for."""

    INVOKE = "invoke"
    ADMIN = "admin"


Config = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="PATH",
        help="The configuration file, or s3://BUCKET/KEY?versionId=VERSION. Without it "
        "AI_GATEWAY_CONFIG names the file; without either, defaults hold and provider keys are "
        "read from the environment.",
    ),
]


def ending(*examples: str) -> str:
    """Return what the help of a command ends with: its examples and the exit codes."""
    lines = "\n".join(f"  {example}" for example in examples)
    return f"\b\nExamples:\n{lines}\n\n{EXIT_CODES}" if examples else EXIT_CODES


def loaded(config: str | None, environment: Mapping[str, str]) -> Settings:
    """Return the settings, or print every mistake in them and leave with 2."""
    try:
        return load(config, environment)
    except ConfigurationInvalid as invalid:
        print_mistakes(invalid)
        raise typer.Exit(ExitCode.MISTAKEN) from invalid
