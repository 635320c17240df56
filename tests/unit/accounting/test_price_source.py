"""Which list bills which provider."""

from datetime import date
from pathlib import Path

import pytest

from ai_gateway.accounting.price_source import price_list, price_table, unpriced, vendors
from ai_gateway.accounting.prices.listing import PriceListInvalid, packaged_list, write_list
from ai_gateway.accounting.prices.settings import PriceSettings
from ai_gateway.accounting.prices.table import OWN_SERVER
from ai_gateway.providers.settings import ProviderSettings

DAY = date(2026, 11, 23)
LIKE = {"azure-sweden": ProviderSettings(like="azure-openai")}


def test_a_provider_is_billed_by_the_list_of_its_catalogue_entry():
    named = vendors(LIKE)
    assert (named["openai"], named["azure-sweden"]) == ("openai", "azure-openai")


def test_a_provider_that_needs_no_key_bills_nobody():
    named = vendors({"mine": ProviderSettings(like="vllm", base_url="http://localhost:1/v1")})
    assert named["ollama"] == named["mine"] == OWN_SERVER


def test_without_a_file_the_packaged_list_holds():
    assert price_list(PriceSettings()) is packaged_list()


def test_a_file_holds_in_its_place(tmp_path: Path):
    path = tmp_path / "prices.json"
    path.write_bytes(write_list(packaged_list()).replace(b"genai-prices", b"mine", 1))
    assert price_list(PriceSettings(file=path)).source.startswith("mine")


@pytest.mark.parametrize("text", [None, b"{}"])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, text: bytes | None):
    path = tmp_path / "prices.json"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(PriceListInvalid, match=r"prices\.json"):
        price_list(PriceSettings(file=path))


def test_an_override_that_is_no_price_is_refused():
    settings = PriceSettings.model_validate({"models": {"openai/nope": {}}})
    with pytest.raises(PriceListInvalid, match=r"accounting\.prices\.models\.openai/nope"):
        price_table(settings, {})


def test_models_without_a_price_are_named():
    table = price_table(PriceSettings(), LIKE)
    models = [("openai", "gpt-5"), ("openai", "nope"), ("azure-sweden", "gpt-5")]
    assert unpriced(table, models, DAY) == [("openai", "nope")]
