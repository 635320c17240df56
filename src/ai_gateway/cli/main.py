"""The commands of `ai-gateway`, their options and their exit codes."""

from typing import Annotated

import typer
import uvloop

from ai_gateway.app import StartRefused
from ai_gateway.cli.banner import banner, provider_line
from ai_gateway.cli.calls import calls
from ai_gateway.cli.health import TIMEOUT, URL, unhealthy
from ai_gateway.cli.late import LateCommands
from ai_gateway.cli.options import Config, ending, loaded
from ai_gateway.cli.prices import prices
from ai_gateway.cli.serve import serve
from ai_gateway.cli.terminal import ExitCode, fail, notices, output, print_mistakes, print_reload
from ai_gateway.cli.usage import usage
from ai_gateway.cli.version import version_lines
from ai_gateway.config.credentials import credential_origins
from ai_gateway.config.environment import process_environment
from ai_gateway.config.mistakes import ConfigurationInvalid
from ai_gateway.simulator.server import run as run_simulator

cli = typer.Typer(
    name="ai-gateway",
    cls=LateCommands,
    help="One gateway in front of every model provider.",
    epilog=ending(),
    no_args_is_help=True,
    add_completion=False,
    # Plain, so that the page of the command line in docs shows exactly what --help prints.
    rich_markup_mode=None,
    # A pretty traceback may show local variables, and they hold keys.
    pretty_exceptions_enable=False,
)

cli.add_typer(prices, name="prices")
cli.add_typer(usage, name="usage")
cli.add_typer(calls, name="calls")


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    cli()


@cli.command(
    "serve",
    epilog=ending(
        "ai-gateway serve",
        "ai-gateway serve --config gateway.yaml",
        "ai-gateway serve --simulate-without-keys",
    ),
)
def serve_command(
    config: Config = None,
    *,
    simulate_without_keys: Annotated[
        bool,
        typer.Option(
            "--simulate-without-keys",
            help="If no provider has a key, start the simulator and let it answer as openai, "
            "anthropic and azure-openai. Each such answer is marked.",
        ),
    ] = False,
) -> None:
    """Start the gateway and serve until SIGTERM or Ctrl-C.

    Callers use http://127.0.0.1:8787, the admin listener is http://127.0.0.1:8788. The
    configuration is read again on SIGHUP and when its file changes; calls under way go on.
    """
    console = notices()
    serving = serve(
        config,
        process_environment(),
        lambda started: console.print(banner(started)),
        print_reload,
        simulate_without_keys=simulate_without_keys,
    )
    try:
        uvloop.run(serving)
    except ConfigurationInvalid as invalid:
        print_mistakes(invalid)
        raise typer.Exit(ExitCode.MISTAKEN) from invalid
    except StartRefused as refused:
        fail(refused.message)


@cli.command(
    epilog=ending(
        "ai-gateway check --config gateway.yaml", "AI_GATEWAY_CONFIG=gateway.yaml ai-gateway check"
    )
)
def check(config: Config = None) -> None:
    """Report every mistake in the configuration, or what would run.

    Nothing is started and nobody is called.
    """
    settings = loaded(config, process_environment())
    origins = credential_origins(settings, process_environment())
    console = output()
    console.print("The configuration has no mistakes.", style="green")
    console.print(f"callers    http://{_address(settings.edge.host, settings.edge.port)}")
    console.print(f"admin      http://{_address(settings.admin.host, settings.admin.port)}")
    console.print(f"providers  {provider_line(origins)}")
    if settings.routing.models:
        console.print(f"aliases    {', '.join(settings.routing.models)}")


@cli.command(epilog=ending("ai-gateway simulate", "ai-gateway simulate --port 9000"))
def simulate(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8790,
) -> None:
    """Serve simulated providers.

    They speak the wire formats of OpenAI, Azure OpenAI and Anthropic, check what the providers
    check, make up answers, and misbehave where a call asks for it.
    """
    notices().print(
        f"Starting simulated providers on http://{_address(host, port)}. Stop with Ctrl-C."
    )
    try:
        run_simulator(host, port)
    except OSError as error:
        # The event loop puts the address, which stands there already, before the reason.
        why = (error.strerror or str(error)).rpartition(": ")[2].lower()
        fail(f"Cannot listen on {_address(host, port)}: {why}. Choose another with --port.")


@cli.command(epilog=ending("ai-gateway health", "ai-gateway health --url http://127.0.0.1:9000"))
def health(
    url: Annotated[str, typer.Option(help="The callers' listener.")] = URL,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds to wait.")] = TIMEOUT,
) -> None:
    """Ask a running gateway for /health, and exit with 0 where it answers.

    Where this runs every few seconds, `python -m ai_gateway.cli.health` does the same with a
    fifteenth of the processor's time.
    """
    why = unhealthy(url, timeout)
    if why is not None:
        fail(why)
    output().print("healthy")


@cli.command(epilog=ending("ai-gateway version"))
def version() -> None:
    """Print what runs: the gateway, Python and the main libraries."""
    console = output()
    for line in version_lines():
        console.print(line)


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
