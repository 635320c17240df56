"""The price list as a file: what each model cost from which day on."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

import msgspec

from ai_gateway.accounting.prices.rates import Unit

Dollars = dict[Unit, Decimal]
"""Published prices: for a million tokens, a thousand searches, an hour of audio."""


class ListedBand(msgspec.Struct, frozen=True, omit_defaults=True):
    """The prices of calls that read more than `above` tokens."""

    prices: Dollars
    above: int = 0


class Entry(msgspec.Struct, frozen=True, omit_defaults=True, rename={"since": "from"}):
    """What holds from a day on, for one service tier, at some hours of the day.

    Of two entries that hold, the later one in the list counts. An entry of a tier names only
    what differs from the standard one; `hours` are minutes of the day in UTC.
    """

    bands: tuple[ListedBand, ...]
    since: date | None = None
    tier: str = ""
    hours: tuple[int, int] | None = None


class Model(msgspec.Struct, frozen=True):
    """One model: its id, every other name that it has, and its entries in order."""

    id: str
    names: tuple[str, ...]
    entries: tuple[Entry, ...]


class Vendor(msgspec.Struct, frozen=True, omit_defaults=True):
    """One vendor's list; `also` are those whose models it resells at their prices."""

    models: tuple[Model, ...]
    also: tuple[str, ...] = ()


class PriceList(msgspec.Struct, frozen=True):
    """All vendors, with where the prices come from and the day they were taken."""

    source: str
    date: date
    vendors: dict[str, Vendor]


_LIST = msgspec.json.Decoder(PriceList)


class PriceListInvalid(Exception):
    """A file is no price list; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def read_list(text: bytes, name: str) -> PriceList:
    """Return the price list in `text`. Raises `PriceListInvalid` naming the file as `name`."""
    try:
        return _LIST.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PriceListInvalid(
            f"{name} is no price list: {error}. Expected what `ai-gateway prices update` writes; "
            "run it again, or leave accounting.prices.file out."
        ) from error


def write_list(prices: PriceList) -> bytes:
    """Return the file: one line for each model, so that a change of prices can be read."""
    lines = [f'{{"source":{_text(prices.source)},"date":{_text(prices.date)},"vendors":{{'.encode()]
    for position, (name, vendor) in enumerate(prices.vendors.items()):
        comma = b"," if position else b""
        head = comma + _text(name).encode() + b":{"
        if vendor.also:
            head += b'"also":' + msgspec.json.encode(vendor.also) + b","
        lines.append(head + b'"models":[')
        lines.append(b",\n".join(msgspec.json.encode(model) for model in vendor.models))
        lines.append(b"]}")
    lines.append(b"}}")
    return b"\n".join(lines) + b"\n"


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


@cache
def packaged_list() -> PriceList:
    """Return the list that the package came with."""
    resource = files("ai_gateway.accounting.prices").joinpath("list.json")
    return read_list(resource.read_bytes(), "the packaged price list")


def active(entries: Sequence[Entry], day: date) -> tuple[Entry, Mapping[str, Entry]] | None:
    """Return the standard entry of `day` and the one of each tier, None where nothing holds.

    Entries with hours are left out; see `windows`.
    """
    standard: Entry | None = None
    tiers: dict[str, Entry] = {}
    for entry in entries:
        if entry.since is not None and entry.since > day:
            continue
        if entry.tier:
            tiers[entry.tier] = entry
        elif entry.hours is None:
            standard = entry
    return None if standard is None else (standard, tiers)


def windows(entries: Sequence[Entry], standard: Entry) -> list[Entry]:
    """Return the entries with hours that hold beside `standard`, the one that counts first first.

    A price without hours ends those that stand before it.
    """
    start = next(index for index, entry in enumerate(entries) if entry is standard)
    return [entry for entry in reversed(entries[start:]) if entry.hours and not entry.tier]
