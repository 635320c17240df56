"""The price of any model on any day, looked up once."""

import logging
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec

from ai_gateway.accounting.prices.listing import (
    Dollars,
    Entry,
    ListedBand,
    Model,
    PriceList,
    active,
    windows,
)
from ai_gateway.accounting.prices.price import STANDARD, Band, Price, Window
from ai_gateway.accounting.prices.rates import UNITS, Rates
from ai_gateway.accounting.prices.settings import ModelPrice, PriceSettings

_log = logging.getLogger(__name__)

_OPERATOR = "gateway.yaml"

OWN_SERVER = "own server"
"""The list of providers that bill nobody; the source of a price that is nothing."""

_LISTS: Mapping[str, str] = {"vertex-ai": "google"}
"""The list of a catalogue entry, where it does not have the entry's name."""

# Claude Fable 5, the dearest of the five vendors' general models in the packaged list: a budget
# that counts a guess should rather end too soon than too late.
_GUESS: Dollars = {"input": Decimal(10), "output": Decimal(50)}

# https://platform.claude.com/docs/en/about-claude/pricing: 1.1 times every token price for
# inference that is kept in the United States, which the answer's `inference_geo` says.
_REGIONS: Mapping[str, Mapping[str, Fraction]] = {"anthropic": {"us": Fraction(11, 10)}}

_SNAPSHOT = re.compile(r"[-@](\d{4}-\d{2}-\d{2}|\d{8}|\d{3})$|-latest$")
_ARN = re.compile(r"arn:aws[a-z-]*:bedrock:[a-z0-9-]*:[0-9]*:[a-z-]+/(?P<name>.+)")
# `global.` is not among them: what it names has a price of its own.
_GEOGRAPHY = re.compile(r"^(?:us|us-gov|eu|apac|ap|au|jp|ca|in)\.(?=[a-z0-9-]+\.)")

# Names come from callers, and whoever makes them up must not fill the memory.
_MOST_REMEMBERED = 10_000


class PriceTable:
    """Every price that the gateway knows, by provider and exact model name.

    `prices` is the list; `vendors` names for each configured provider the list that it is
    billed by, `OWN_SERVER` for none. Raises `ValueError` where an override is no price.
    """

    def __init__(
        self, prices: PriceList, vendors: Mapping[str, str], settings: PriceSettings
    ) -> None:
        self.unknown = settings.unknown
        self.source = prices.source
        self._vendors = {name: _LISTS.get(entry, entry) for name, entry in vendors.items()}
        self._also = {name: vendor.also for name, vendor in prices.vendors.items()}
        self._models = {name: _index(vendor.models) for name, vendor in prices.vendors.items()}
        self._overrides = settings.models
        self._found: dict[tuple[str, str | None], Price | None] = {}
        self._day: date | None = None
        for name, override in settings.models.items():
            self._check(name, override)

    def price(self, provider: str, model: str | None, day: date) -> Price | None:
        """Return what `model` costs at `provider` on `day`, None where nobody knows.

        With the policy `estimate` a price that is unknown is a guess that says so. Remembered
        for one day, so that a call costs a look into a dictionary.
        """
        if day != self._day:
            self._day = day
            self._found.clear()
        key = (provider, model)
        if key in self._found:
            return self._found[key]
        if len(self._found) >= _MOST_REMEMBERED:
            self._found.clear()
        price = self.exact(provider, model, day)
        if price is None:
            _log.warning(
                "no price for %s/%.200s: policy %s. Set accounting.prices.models, or update the "
                "list by `ai-gateway prices update`.",
                provider,
                model,
                self.unknown,
            )
            if self.unknown == "estimate":
                price = self._estimate(provider, model, day)
        self._found[key] = price
        return price

    def billed(
        self, provider: str, asked: str | None, served: str | None, day: date
    ) -> Price | None:
        """Return the price of a call that asked for one model and was served another.

        What was asked for counts where it has a price: it is what the vendor sells. A name that
        is the operator's own, as of a deployment at Azure, has none, and is billed as the model
        that the answer names.
        """
        if served is None or served == asked or f"{provider}/{asked}" in self._overrides:
            return self.price(provider, asked, day)
        key = (provider, f"{asked}\n{served}")
        if day == self._day and key in self._found:
            return self._found[key]
        names = (asked, served)
        if self._vendors.get(provider, provider) == "azure-openai":
            names = (served, asked)
        exact = (self.exact(provider, name, day) for name in names)
        found = next((price for price in exact if price is not None), None)
        if found is None:
            return self.price(provider, asked, day)
        if len(self._found) < _MOST_REMEMBERED:
            self.price(provider, asked, day) if day != self._day else None
            self._found[key] = found
        return found

    def exact(self, provider: str, model: str | None, day: date) -> Price | None:
        """Return the price that was published for exactly this name, None where none was."""
        vendor = self._vendors.get(provider, provider)
        if vendor == OWN_SERVER and f"{provider}/{model}" not in self._overrides:
            return Price(f"{provider}/{model}", OWN_SERVER, {STANDARD: (Band(0, Rates({})),)})
        if model is None:
            return None
        override = self._overrides.get(f"{provider}/{model}")
        if override is not None:
            return self._overridden(f"{provider}/{model}", override, (vendor, model), day)
        return self._listed(vendor, model, day)

    def names_own(self, provider: str, model: str) -> bool:
        """Say whether the operator set a price for exactly this name."""
        return f"{provider}/{model}" in self._overrides

    def names(self, provider: str) -> list[str]:
        """Return every model name that has a price at `provider`, overrides included."""
        vendor = self._vendors.get(provider, provider)
        own = [name for name in self._overrides if name.startswith(f"{provider}/")]
        listed = {name for one in self._lists(vendor) for name in self._models.get(one, {})}
        return sorted({name.partition("/")[2] for name in own} | listed)

    def _lists(self, vendor: str) -> tuple[str, ...]:
        return (vendor, *self._also.get(vendor, ()))

    def _listed(self, vendor: str, model: str, day: date) -> Price | None:
        for name in _spellings(vendor, model):
            for one in self._lists(vendor):
                found = self._models.get(one, {}).get(name)
                if found is not None:
                    return self._of(one, found, day)
        return None

    def _of(self, vendor: str, model: Model, day: date) -> Price | None:
        held = active(model.entries, day)
        if held is None:
            return None
        standard, tiers = held
        bands = {STANDARD: _bands(standard.bands)}
        for name, entry in tiers.items():
            bands[name] = _bands(_over(standard, entry))
        hours = [
            Window(*entry.hours, _bands(entry.bands))
            for entry in windows(model.entries, standard)
            if entry.hours is not None
        ]
        return Price(
            f"{vendor}/{model.id}",
            self.source,
            bands,
            windows=hours,
            regions=_REGIONS.get(vendor),
        )

    def _overridden(
        self, name: str, said: ModelPrice, own: tuple[str, str], day: date
    ) -> Price | None:
        """Return the operator's price: what is set, and for the rest what the list has."""
        vendor, model = own if said.like is None else self._liked(said.like) or own
        listed = self._listed(vendor, model, day)
        dollars = _dollars(said)
        if listed is None:
            return Price(name, _OPERATOR, {STANDARD: (Band(0, Rates(dollars)),)})
        if not dollars:
            return listed
        changed = {
            tier: tuple(Band(band.above, Rates(band.rates.dollars | dollars)) for band in bands)
            for tier, bands in listed.tiers.items()
        }
        return Price(name, f"{_OPERATOR}, {listed.source}", changed, regions=listed.regions)

    def _check(self, name: str, said: ModelPrice) -> None:
        """Raise `ValueError` where an override is no price."""
        if said.like is not None:
            if self._liked(said.like) is None:
                raise ValueError(
                    f"accounting.prices.models.{name}.like names {said.like!r}, which the list "
                    f"of {self.source} does not have; `ai-gateway prices show` finds names"
                )
            return
        provider, _, model = name.partition("/")
        vendor = self._vendors.get(provider, provider)
        known = any(
            spelled in self._models.get(one, {})
            for spelled in _spellings(vendor, model)
            for one in self._lists(vendor)
        )
        if not known and (said.input is None or said.output is None):
            raise ValueError(
                f"accounting.prices.models.{name} is no model of the list of {self.source}, so "
                "that `input` and `output` are both needed; 0 is a price too"
            )

    def _liked(self, like: str) -> tuple[str, str] | None:
        provider, _, model = like.partition("/")
        vendor = self._vendors.get(provider, provider)
        known = any(
            name in self._models.get(one, {})
            for name in _spellings(vendor, model)
            for one in self._lists(vendor)
        )
        return (vendor, model) if known else None

    def _estimate(self, provider: str, model: str | None, day: date) -> Price:
        near: Price | None = None
        if model is not None:
            stem = _SNAPSHOT.sub("", model)
            near = self.exact(provider, stem, day) if stem != model else None
        if near is None:
            bands = {STANDARD: (Band(0, Rates(_GUESS)),)}
            return Price(f"{provider}/{model}", "guess", bands, estimated=True)
        return Price(
            near.name,
            near.source,
            near.tiers,
            windows=near.windows,
            regions=near.regions,
            estimated=True,
        )


def _dollars(said: ModelPrice) -> Dollars:
    prices: Dollars = {}
    for unit in UNITS:
        value = getattr(said, unit, None)
        if value is not None:
            prices[unit] = value
    return prices


def _index(models: tuple[Model, ...]) -> dict[str, Model]:
    index = {model.id: model for model in models}
    for model in models:
        for name in model.names:
            index.setdefault(name, model)
    return index


def _spellings(vendor: str, model: str) -> list[str]:
    """Return the names under which a list may have `model`, the exact one first."""
    if vendor == "bedrock":
        arn = _ARN.fullmatch(model)
        name = model if arn is None else arn["name"]
        return [name, _GEOGRAPHY.sub("", name)]
    if vendor == "google" and "@" in model:
        # Vertex AI separates the version of a partner's model so.
        return [model, model.replace("@", "-")]
    return [model]


def _bands(bands: tuple[ListedBand, ...]) -> tuple[Band, ...]:
    return tuple(Band(band.above, Rates(band.prices)) for band in bands)


def _over(standard: Entry, tier: Entry) -> tuple[ListedBand, ...]:
    """Return the bands of a tier, which names only what differs from the standard."""
    starts = sorted({band.above for band in (*standard.bands, *tier.bands)})
    return tuple(
        msgspec.structs.replace(
            _reached(tier, start),
            above=start,
            prices=_reached(standard, start).prices | _reached(tier, start).prices,
        )
        for start in starts
    )


def _reached(entry: Entry, start: int) -> ListedBand:
    return [band for band in entry.bands if band.above <= start][-1]
