"""Which price list holds, and which of its vendors bills each provider."""

from collections.abc import Iterable, Mapping
from datetime import date

from ai_gateway.accounting.prices.listing import (
    PriceList,
    PriceListInvalid,
    packaged_list,
    read_list,
)
from ai_gateway.accounting.prices.settings import PriceSettings
from ai_gateway.accounting.prices.table import OWN_SERVER, PriceTable
from ai_gateway.providers.catalogue import catalogue
from ai_gateway.providers.settings import ProviderSettings


def price_table(settings: PriceSettings, providers: Mapping[str, ProviderSettings]) -> PriceTable:
    """Return the table of all prices. Raises `PriceListInvalid` saying what to mend."""
    try:
        return PriceTable(price_list(settings), vendors(providers), settings)
    except ValueError as error:
        raise PriceListInvalid(f"{error}.") from error


def price_list(settings: PriceSettings) -> PriceList:
    """Return the list of the configured file, else the packaged one. Raises `PriceListInvalid`."""
    if settings.file is None:
        return packaged_list()
    try:
        text = settings.file.read_bytes()
    except OSError as error:
        raise PriceListInvalid(
            f"accounting.prices.file {settings.file} cannot be read: {error.strerror}. Write it "
            "by `ai-gateway prices update`, or leave the key out."
        ) from error
    return read_list(text, str(settings.file))


def vendors(providers: Mapping[str, ProviderSettings]) -> dict[str, str]:
    """Return for each provider that can be called the name of the list that it is billed by."""
    entries = {name: name for name in catalogue()}
    entries |= {name: said.like or name for name, said in providers.items()}
    return {name: _list_of(entry) for name, entry in entries.items()}


def _list_of(entry: str) -> str:
    known = catalogue().get(entry)
    # Where nobody asks for a key, nobody sends a bill.
    return OWN_SERVER if known is not None and known.credential == "none" else entry


def unpriced(
    table: PriceTable, models: Iterable[tuple[str, str]], day: date
) -> list[tuple[str, str]]:
    """Return those of `models`, each provider and model, that have no exact price on `day`."""
    return [
        (provider, model) for provider, model in models if table.exact(provider, model, day) is None
    ]
