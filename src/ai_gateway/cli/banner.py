"""What is said when the gateway has started: readable in colour, in plain text, and in a log."""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.text import Text

from ai_gateway.cli.example import example_call
from ai_gateway.cli.version import package_version
from ai_gateway.config.settings import Settings


@dataclass(frozen=True)
class Started:
    """A gateway that listens: its settings, its addresses, and who can be called.

    `origins` says for each provider with a credential where it is from; `simulated` names those
    that the simulator stands in for.
    """

    settings: Settings
    url: str
    admin_url: str
    origins: Mapping[str, str]
    simulated: tuple[str, ...] = ()


def banner(started: Started) -> Text:
    """Return the text; it names keys by their variable and never holds one."""
    usable = (*started.simulated, *started.origins)
    example = example_call(started.settings, started.url, usable[0] if usable else None)
    return Text.assemble(
        (f"AI Gateway {package_version()}", "bold"),
        "\n\n",
        *_row("callers", started.url),
        *_row("admin", f"{started.admin_url}/status"),
        *_row("providers", _providers(started)),
        "\nTry it:\n\n",
        (example, "cyan"),
        f"\n\nStop with Ctrl-C: open streams get {started.settings.edge.drain_timeout:g} s to "
        "finish, a second Ctrl-C cuts them.\n",
    )


def provider_line(origins: Mapping[str, str]) -> str:
    """Name the providers that have a credential, each with its origin."""
    if not origins:
        return "none has a key here: callers send their own as Authorization, x-api-key or api-key"
    return ", ".join(f"{name} ({origin})" for name, origin in origins.items())


def _row(name: str, value: str) -> tuple[tuple[str, str], str]:
    return (f"  {name:<11}", "bold"), f"{value}\n"


def _providers(started: Started) -> str:
    if not started.simulated:
        return provider_line(started.origins)
    return (
        f"SIMULATED: {', '.join(started.simulated)}\n"
        "             No provider key was found, so the answers are made up; each carries\n"
        "             x-ai-gateway-simulated: true. Set OPENAI_API_KEY or ANTHROPIC_API_KEY and\n"
        "             start again for real ones."
    )
