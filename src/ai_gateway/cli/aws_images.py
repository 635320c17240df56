"""`ai-gateway aws image`: the images that the tasks run."""

from typing import Annotated

import typer

from ai_gateway.aws.copier import find_copier
from ai_gateway.aws.images import push, repository_of, source_of
from ai_gateway.cli.aws_account import account_of, failing_clearly, print_json
from ai_gateway.cli.aws_options import AsJson, DryRun, Environment, ending
from ai_gateway.cli.terminal import notices, output

images = typer.Typer(
    name="image", help="The images of the tasks.", no_args_is_help=True, rich_markup_mode=None
)


@images.callback()
def group() -> None:
    """Keep `push` a command of its own: Typer would make it the group itself."""


@images.command(
    "push",
    epilog=ending(
        "ai-gateway aws image push collector:v0.43.3 -e dev",
        "ai-gateway aws image push gateway:0.1.0 -e dev --from ghcr.io/acme/ai-gateway:0.1.0",
    ),
)
def push_command(
    context: typer.Context,
    image: Annotated[
        str, typer.Argument(metavar="NAME:TAG", help="gateway, collector or portkey, and its tag.")
    ],
    environment: Environment,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", help="What to copy. Collector and portkey have a place of their own."
        ),
    ] = None,
    *,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Copy an image into the deployment's registry, for amd64 and arm64.

    By skopeo, crane or docker with buildx, whichever is there. A tag that is there stays as it is.
    """
    name, colon, tag = image.partition(":")
    if not (name and colon and tag):
        raise typer.BadParameter("expected NAME:TAG, gateway:0.1.0 for example")
    told = account_of(context)
    with failing_clearly():
        repository = repository_of(told.deployment(environment), name)
        copier = find_copier(told.environment)
        origin = source_of(name, source, tag)
        if not as_json:
            notices().print(f"{copier.tool}: {origin}")
        pushed = push(told.session(), copier, repository, origin, tag, dry_run=dry_run)
    if as_json:
        print_json(pushed)
    else:
        output().print(f"{pushed.state:<8} {pushed.destination}")
