"""`ai-gateway aws secrets`: the providers' keys."""

import sys
from typing import Annotated

import typer

from ai_gateway.aws.secrets import PROVIDERS, checked, secret_name, secret_statuses, set_secret
from ai_gateway.cli.aws_account import account_of, failing_clearly, print_json
from ai_gateway.cli.aws_options import AsJson, DryRun, Environment, ending
from ai_gateway.cli.terminal import output

secrets = typer.Typer(
    name="secrets",
    help="The providers' keys in Secrets Manager.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@secrets.command(
    "set",
    epilog=ending(
        "ai-gateway aws secrets set openai -e dev",
        "ai-gateway aws secrets set anthropic -e dev < key.txt",
    ),
)
def set_command(
    context: typer.Context,
    provider: Annotated[str, typer.Argument(help=f"One of {', '.join(PROVIDERS)}.")],
    environment: Environment,
    *,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Give a provider's secret its key, from standard input or a prompt.

    Never from an argument: those stand in the shell's history and the list of processes. Running
    gateways read it within five minutes.
    """
    told = account_of(context)
    with failing_clearly():
        name = secret_name(told.secret_prefix(environment), provider)
        key = checked(_typed(provider) if sys.stdin.isatty() else sys.stdin.read())
        set_secret(told.session(), name, key, dry_run=dry_run)
    if as_json:
        print_json({"secret": name, "state": "planned" if dry_run else "set"})
    else:
        output().print(
            f"{name} would be set." if dry_run else f"{name} is set; gateways read it soon."
        )


@secrets.command("status", epilog=ending("ai-gateway aws secrets status -e dev"))
def status_command(
    context: typer.Context, environment: Environment, *, as_json: AsJson = False
) -> None:
    """Say which providers have a key, and since when. No value is read."""
    told = account_of(context)
    with failing_clearly():
        found = secret_statuses(told.session(), told.secret_prefix(environment))
    if as_json:
        print_json(found)
        return
    for one in found:
        since = f" since {one.changed:%Y-%m-%d %H:%M}" if one.state == "set" and one.changed else ""
        output().print(f"{one.provider:<10} {one.state}{since}  {one.secret}")


def _typed(provider: str) -> str:
    typed: str = typer.prompt(f"Key of {provider}", hide_input=True, err=True)
    return typed
