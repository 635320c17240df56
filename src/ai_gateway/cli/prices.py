"""`ai-gateway prices`: what models cost, and which have no price."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ai_gateway.accounting.price_source import price_table, unpriced
from ai_gateway.accounting.prices.conversion import convert
from ai_gateway.accounting.prices.listing import PriceListInvalid, write_list
from ai_gateway.accounting.prices.price import STANDARD, Bands, Price
from ai_gateway.accounting.prices.table import PriceTable
from ai_gateway.cli.fetch import FetchFailed, fetch
from ai_gateway.cli.options import Config, ending, loaded
from ai_gateway.cli.terminal import ExitCode, fail, output
from ai_gateway.config.environment import process_environment
from ai_gateway.config.settings import Settings

PUBLISHED = (
    "https://raw.githubusercontent.com/pydantic/genai-prices/refs/heads/main/prices/new_data/v2/"
    "data.json"
)
"""Where genai-prices publishes its data."""

_MOST_NAMES = 20

prices = typer.Typer(
    help="Show, update and check what models cost.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@prices.command(
    epilog=ending("ai-gateway prices show openai/gpt-5", "ai-gateway prices show bedrock/haiku")
)
def show(
    model: Annotated[str, typer.Argument(help="PROVIDER/MODEL, or a part of the model's name.")],
    config: Config = None,
    *,
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day that counts; today without it."),
    ] = None,
) -> None:
    """Show what a model costs, in dollars for a million tokens.

    Where the name has no price, the names that hold it are listed.
    """
    table = _table(loaded(config, process_environment()))
    provider, _, name = model.partition("/")
    moment = day or datetime.now(UTC)  # noqa: TID251  a command is its own app
    price = table.exact(provider, name, moment.date())
    console = output()
    if price is not None:
        for line in _lines(price):
            console.print(line)
        return
    near = [known for known in table.names(provider) if name in known]
    if not near:
        fail(
            f"No price for {model}, and no name of {provider} holds it. Set "
            "accounting.prices.models, or update the list by `ai-gateway prices update`."
        )
    console.print(f"No price for exactly {model}. Names that hold it:")
    for known in near[:_MOST_NAMES]:
        console.print(f"  {provider}/{known}")
    if len(near) > _MOST_NAMES:
        console.print(f"  and {len(near) - _MOST_NAMES} more")
    raise typer.Exit(ExitCode.FAILED)


@prices.command(
    epilog=ending(
        "ai-gateway prices update --output prices.json",
        "ai-gateway prices update --from data.json --output prices.json",
    )
)
def update(
    target: Annotated[
        Path,
        typer.Option(
            "--output",
            help="The file to write; accounting.prices.file names it to the gateway.",
        ),
    ],
    file: Annotated[
        Path | None,
        typer.Option("--from", help="genai-prices' data.json, in place of fetching it."),
    ] = None,
    source: Annotated[str, typer.Option(help="What the ledger calls this list.")] = "genai-prices",
) -> None:
    """Fetch the current prices of genai-prices and write them as a price list."""
    today = datetime.now(UTC).date()  # noqa: TID251  a command is its own app
    try:
        text = _fetched() if file is None else file.read_bytes()
        made = convert(text, f"{source} {today}" if source == "genai-prices" else source, today)
        target.write_bytes(write_list(made))
    except (FetchFailed, PriceListInvalid) as error:
        fail(error.message)
    except OSError as error:
        fail(f"{error.filename}: {(error.strerror or 'cannot be used').lower()}.")
    count = sum(len(vendor.models) for vendor in made.vendors.values())
    output().print(f"{count} models of {len(made.vendors)} vendors are in {target}.")


@prices.command(epilog=ending("ai-gateway prices check --config gateway.yaml"))
def check(config: Config = None) -> None:
    """Name every configured model that has no price; end with 1 where there is one."""
    settings = loaded(config, process_environment())
    table = _table(settings)
    models = [(name, model) for name, said in settings.providers.items() for model in said.models]
    models += [(alias.provider, alias.model) for alias in settings.routing.models.values()]
    today = datetime.now(UTC).date()  # noqa: TID251  a command is its own app
    missing = unpriced(table, dict.fromkeys(models), today)
    console = output()
    for provider, model in missing:
        console.print(f"{provider}/{model} has no price; policy: {table.unknown}")
    if missing:
        console.print("Set accounting.prices.models, or update the list.", style="red")
        raise typer.Exit(ExitCode.FAILED)
    console.print(f"All of {len(dict.fromkeys(models))} models have a price ({table.source}).")


def _table(settings: Settings) -> PriceTable:
    try:
        return price_table(settings.accounting.prices, settings.providers)
    except PriceListInvalid as error:
        fail(error.message)


def _fetched() -> bytes:
    status, body = fetch(PUBLISHED)
    if status != 200:
        raise FetchFailed(f"{PUBLISHED} answered {status}. Try again, or give a file by --from.")
    return body


def _lines(price: Price) -> list[str]:
    lines = [f"{price.name}  ({price.source})"]
    for tier in sorted(price.tiers):
        lines += _band_lines(tier or "standard", price.tiers[tier])
    for window in price.windows:
        hours = f"{_clock(window.start)} to {_clock(window.end)} UTC"
        lines += _band_lines(hours, window.bands)
    for region, factor in price.regions.items():
        lines.append(f"  tokens processed in {region}: times {float(factor):g}")
    return lines


def _band_lines(name: str, bands: Bands) -> list[str]:
    lines: list[str] = []
    for band in bands:
        above = f", above {band.above:,} tokens of input" if band.above else ""
        told = "  ".join(f"{unit} {dollars:f}" for unit, dollars in band.rates.dollars.items())
        shown = name if name != STANDARD else "standard"
        lines.append(f"  {shown}{above}: {told or 'nothing'}")
    return lines


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
