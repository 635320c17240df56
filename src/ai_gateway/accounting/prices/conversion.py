"""From genai-prices' published data to a price list with exact names.

genai-prices finds a model by prefixes and patterns, so that a name nobody ever served has a
price. Here a name counts where the data spells it out: the model's id, and each literal of its
rules that the rules themselves lead back to it. Snapshots that the data covers by a pattern only
are named in `names.toml`.

Source: https://github.com/pydantic/genai-prices (MIT; see LICENSE.genai-prices).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from importlib.resources import files

import msgspec

from ai_gateway.accounting.prices.listing import (
    Dollars,
    Entry,
    ListedBand,
    Model,
    PriceList,
    PriceListInvalid,
    Vendor,
)
from ai_gateway.accounting.prices.rates import Unit

VENDORS: Mapping[str, str] = {
    "openai": "openai",
    "anthropic": "anthropic",
    "azure": "azure-openai",
    "aws": "bedrock",
    "google": "google",
    "groq": "groq",
    "mistral": "mistral-ai",
    "together": "together-ai",
    "openrouter": "openrouter",
    "deepseek": "deepseek",
    "x-ai": "x-ai",
    "fireworks": "fireworks-ai",
    "cerebras": "cerebras",
    "perplexity": "perplexity-ai",
}
"""The vendors that are kept, and what each is called in the gateway's own catalogue."""

_UNITS: Mapping[str, Unit] = {
    "input_mtok": "input",
    "output_mtok": "output",
    "cache_read_mtok": "cache_read",
    "cache_write_mtok": "cache_write",
    "cache_write_1h_mtok": "cache_write_1h",
    "output_reasoning_mtok": "reasoning",
    "input_audio_mtok": "audio_input",
    "cache_audio_read_mtok": "audio_cache_read",
    "output_audio_mtok": "audio_output",
    "input_image_mtok": "image_input",
    "cache_image_read_mtok": "image_cache_read",
    "output_image_mtok": "image_output",
    "web_searches_kcount": "web_search",
    "storage_searches_kcount": "file_search",
    "input_audio_hours": "audio_hour",
    "requests_kcount": "request",
}

_TIERS = ("service_tier", "processing", "speed")
"""What the data tells a variant by, where a provider's answer names it too."""


class _Step(msgspec.Struct):
    start: int
    price: Decimal


class _Stepped(msgspec.Struct):
    base: Decimal
    tiers: list[_Step]


_Prices = dict[str, Decimal | _Stepped]


class _Constraint(msgspec.Struct):
    start_date: date | None = None
    start_time: time | None = None
    end_time: time | None = None


class _Conditional(msgspec.Struct):
    prices: _Prices
    constraint: _Constraint | None = None


class _Variant(msgspec.Struct):
    when: dict[str, str]
    prices: _Prices
    constraint: _Constraint | None = None


class _Rule(msgspec.Struct, rename={"any": "or", "every": "and"}):
    any: "list[_Rule] | None" = None
    every: "list[_Rule] | None" = None
    equals: str | None = None
    starts_with: str | None = None
    ends_with: str | None = None
    contains: str | None = None
    regex: str | None = None

    def fits(self, name: str) -> bool:
        """Say whether `name` is one that this rule is for."""
        if self.any is not None:
            return any(rule.fits(name) for rule in self.any)
        if self.every is not None:
            return all(rule.fits(name) for rule in self.every)
        return (
            self.equals == name
            or (self.starts_with is not None and name.startswith(self.starts_with))
            or (self.ends_with is not None and name.endswith(self.ends_with))
            or (self.contains is not None and self.contains in name)
            or (self.regex is not None and re.search(self.regex, name) is not None)
        )

    def literals(self) -> Iterator[str]:
        """Yield every text of which the rule is for exactly that text, or for more."""
        for rule in self.any or ():
            yield from rule.literals()
        for text in (self.equals, self.starts_with, self.ends_with, self.contains):
            if text is not None:
                yield text


class _Model(msgspec.Struct):
    id: str
    match: _Rule
    prices: _Prices | list[_Conditional]
    price_variants: list[_Variant] = []


class _Vendor(msgspec.Struct):
    id: str
    models: list[_Model]
    fallback_model_providers: list[str] | None = None


class _Published(msgspec.Struct):
    providers: list[_Vendor]


_DATA = msgspec.json.Decoder(list[_Vendor])
_WRAPPED = msgspec.json.Decoder(_Published)


def convert(text: bytes, source: str, taken: date) -> PriceList:
    """Return the price list of genai-prices' JSON, taken on the day `taken`.

    `source` is named in the ledger beside each price. Raises `PriceListInvalid`.
    """
    try:
        published = _DATA.decode(text) if text[:1] == b"[" else _WRAPPED.decode(text).providers
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PriceListInvalid(
            f"{source} is not genai-prices' data: {error}. Expected its prices/data.json; "
            "check the address, or give a file by --from."
        ) from error
    more = _more_names()
    vendors: dict[str, Vendor] = {}
    for vendor in published:
        ours = VENDORS.get(vendor.id)
        if ours is not None:
            also = tuple(
                VENDORS[name] for name in vendor.fallback_model_providers or () if name in VENDORS
            )
            vendors[ours] = Vendor(tuple(_models(ours, vendor, more.get(ours, {}))), also)
    if not vendors:
        raise PriceListInvalid(
            f"{source} has none of the vendors {', '.join(VENDORS)}. Check the address or the file."
        )
    return PriceList(source, taken, vendors)


def _more_names() -> Mapping[str, Mapping[str, list[str]]]:
    resource = files("ai_gateway.accounting.prices").joinpath("names.toml")
    return tomllib.loads(resource.read_text("utf-8"))


def _models(ours: str, vendor: _Vendor, more: Mapping[str, list[str]]) -> Iterator[Model]:
    for model in vendor.models:
        entries = tuple(_entries(model))
        if not entries:
            continue
        names = _bedrock_names(model) if ours == "bedrock" else _names(vendor, model)
        names += more.get(model.id, [])
        own = dict.fromkeys(name for name in names if name != model.id)
        yield Model(model.id, tuple(own), entries)


def _names(vendor: _Vendor, model: _Model) -> list[str]:
    # A literal that ends so is the beginning of names, and none itself.
    literals = (name for name in model.match.literals() if not name.endswith(("-", "@")))
    return [name for name in literals if _found(vendor, name) is model]


def _found(vendor: _Vendor, name: str) -> _Model | None:
    """Return the model that genai-prices itself finds by `name`: an id, else the first rule."""
    for model in vendor.models:
        if model.id == name:
            return model
    return next((model for model in vendor.models if model.match.fits(name)), None)


_VERSION = re.compile(r"-v1(:0)?$")


def _bedrock_names(model: _Model) -> list[str]:
    """Return the ids of a model at Bedrock, without the prefix of a geography.

    The data's ids begin with `global.` for what is priced for all regions at once, and with
    `regional.` for what costs the same in each. What it writes `-v1:0` Bedrock calls that,
    `-v1`, or nothing at all.
    """
    own = model.id.removeprefix("regional.")
    stem = _VERSION.sub("", own)
    if stem == own and re.search(r"-v\d", own):
        return [own, own.removesuffix(":0")]
    return [stem, f"{stem}-v1", f"{stem}-v1:0"]


def _entries(model: _Model) -> Iterator[Entry]:
    conditional = model.prices if isinstance(model.prices, list) else [_Conditional(model.prices)]
    for one in conditional:
        yield from _entry(one.prices, one.constraint, "")
    for variant in model.price_variants:
        tier = _tier(variant.when)
        if tier is not None:
            yield from _entry(variant.prices, variant.constraint, tier)


def _entry(prices: _Prices, constraint: _Constraint | None, tier: str) -> Iterator[Entry]:
    bands = _bands(prices)
    if not any(band.prices for band in bands):
        return
    since = None if constraint is None else constraint.start_date
    hours = None
    if constraint and constraint.start_time is not None and constraint.end_time is not None:
        hours = (_minute(constraint.start_time), _minute(constraint.end_time))
    yield Entry(bands, since, tier, hours)


def _tier(when: Mapping[str, str]) -> str | None:
    """Return the service tier of a variant, None for one that is told apart by something else."""
    if len(when) != 1:
        return None
    [(key, value)] = when.items()
    return value if key in _TIERS and value != "default" else None


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _bands(prices: _Prices) -> tuple[ListedBand, ...]:
    steps = sorted(
        {0}
        | {
            step.start
            for price in prices.values()
            if isinstance(price, _Stepped)
            for step in price.tiers
        }
    )
    return tuple(ListedBand(_at(prices, start), start) for start in steps)


def _at(prices: _Prices, start: int) -> Dollars:
    found: Dollars = {}
    for key, price in prices.items():
        unit = _UNITS.get(key)
        if unit is None:
            continue
        if isinstance(price, _Stepped):
            reached = [step.price for step in price.tiers if step.start <= start]
            found[unit] = reached[-1] if reached else price.base
        else:
            found[unit] = price
    return found
