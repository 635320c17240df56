"""Commands that are imported when they are asked for, or when all of them are listed."""

from pkgutil import resolve_name
from typing import TYPE_CHECKING, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command

if TYPE_CHECKING:
    # Typer carries a Click of its own, and exports its types nowhere.
    from typer._click.core import Command, Context

# AWS's and the tokens' libraries take 25 MB, which `ai-gateway serve` would hold for good.
_LATE = {
    "clients": "ai_gateway.cli.clients:clients",
    "token": "ai_gateway.cli.token:program",
    "aws": "ai_gateway.cli.aws:aws",
}


class LateCommands(TyperGroup):
    """The commands of `ai-gateway`."""

    def list_commands(self, ctx: "Context") -> list[str]:
        """Return the names of all, the late ones last."""
        return [*super().list_commands(ctx), *(name for name in _LATE if name not in self.commands)]

    def get_command(self, ctx: "Context", cmd_name: str) -> "Command | None":
        """Return a command, None where there is none of that name."""
        if cmd_name in _LATE and cmd_name not in self.commands:
            program = cast(typer.Typer, resolve_name(_LATE[cmd_name]))
            self.add_command(get_command(program), cmd_name)
        return super().get_command(ctx, cmd_name)
