"""Where the command line writes, and the exit codes that it ends with."""

from enum import IntEnum
from typing import NoReturn

import typer
from rich.console import Console
from rich.text import Text

from ai_gateway.config.mistakes import ConfigurationInvalid
from ai_gateway.config.reload import Kept, Reloaded


class ExitCode(IntEnum):
    """What a command's end means to the program that started it."""

    OK = 0
    FAILED = 1
    MISTAKEN = 2
    INTERRUPTED = 130


def output() -> Console:
    """Return the console for what was asked for; plain text where it is piped."""
    return Console(soft_wrap=True, highlight=False, markup=False)


def notices() -> Console:
    """Return the console for everything else, on standard error."""
    # Standard output belongs to the log lines of the calls, which a program may read.
    return Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


def fail(message: str) -> NoReturn:
    """Say why it does not go on, and end the command."""
    notices().print(message, style="red")
    raise typer.Exit(ExitCode.FAILED)


def print_mistakes(invalid: ConfigurationInvalid) -> None:
    """Write every mistake on its own line, and how many there are."""
    console = notices()
    for mistake in invalid.mistakes:
        line = Text(str(mistake))
        line.stylize("bold", 0, len(mistake.path))
        console.print(line)
    count = len(invalid.mistakes)
    console.print(f"{count} mistake{'s' if count > 1 else ''} in the configuration.", style="red")


def print_reload(outcome: Reloaded | Kept) -> None:
    """Say what came of reading the configuration again."""
    console = notices()
    if isinstance(outcome, Kept):
        print_mistakes(outcome.invalid)
        console.print("The configuration before stays in use.", style="red")
        return
    console.print("The configuration was read again and is in use.", style="green")
    if outcome.waiting:
        console.print(f"Waiting for a restart: {', '.join(outcome.waiting)}.", style="yellow")
