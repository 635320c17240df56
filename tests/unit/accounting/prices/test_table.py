"""Prices are found by exact names, once a day, and what is unknown follows the policy."""

import logging
from datetime import date

import pytest

from ai_gateway.accounting.prices.listing import packaged_list
from ai_gateway.accounting.prices.price import Price
from ai_gateway.accounting.prices.settings import PriceSettings
from ai_gateway.accounting.prices.table import OWN_SERVER, PriceTable
from ai_gateway.core.usage import Usage

DAY = date(2026, 11, 23)
MILLION = Usage(input_tokens=1_000_000, output_tokens=1_000_000)
ARN = "arn:aws:bedrock:us-east-1:123456789012"
HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"


def table(**said: object) -> PriceTable:
    vendors = {"mine": "azure-openai", "vertex-ai": "vertex-ai", "ollama": OWN_SERVER}
    return PriceTable(packaged_list(), vendors, PriceSettings.model_validate(said))


def cents(price: Price | None) -> int | None:
    """Return what 100,000 tokens each way cost, below every long context, in tenths of a cent."""
    if price is None:
        return None
    usage = Usage(input_tokens=100_000, output_tokens=100_000)
    return price.cost(usage).nano // 1_000_000


@pytest.mark.parametrize(
    ("provider", "model", "dollars"),
    [
        ("openai", "gpt-5", 1125),
        ("openai", "gpt-5-2025-08-07", 1125),
        ("mine", "gpt-5", 1125),
        ("anthropic", "claude-haiku-4-5-20251001", 600),
        ("vertex-ai", "claude-haiku-4-5@20251001", 600),
        ("vertex-ai", "gemini-2.5-pro", 1125),
        ("bedrock", f"global.{HAIKU}", 600),
        ("bedrock", f"us.{HAIKU}", 660),
        ("bedrock", f"eu.{HAIKU}", 660),
        ("bedrock", HAIKU, 660),
        ("bedrock", f"{ARN}:inference-profile/global.{HAIKU}", 600),
        ("bedrock", f"{ARN}:inference-profile/us.{HAIKU}", 660),
        ("bedrock", f"arn:aws:bedrock:us-east-1::foundation-model/{HAIKU}", 660),
    ],
)
def test_exact_names_have_a_price(provider: str, model: str, dollars: int):
    assert cents(table().exact(provider, model, DAY)) == dollars


@pytest.mark.parametrize(
    ("provider", "model"),
    [
        ("openai", "gpt-5-nano-2099-01-01"),
        ("openai", "gpt-5-"),
        ("openai", "xgpt-5"),
        ("openai", "claude-haiku-4-5"),
        ("anthropic", "claude-haiku-4-5-20991231"),
        ("bedrock", f"mars.{HAIKU}"),
        ("bedrock", f"{ARN}:application-inference-profile/abc"),
        ("openai", None),
        ("nobody", "gpt-5"),
    ],
)
def test_other_names_have_none(provider: str, model: str | None):
    assert table().exact(provider, model, DAY) is None


def test_a_snapshot_that_nobody_knows_is_estimated_as_its_model():
    price = table().price("openai", "gpt-5-nano-2099-01-01", DAY)
    assert price is not None
    assert (price.name, price.estimated, cents(price)) == ("openai/gpt-5-nano", True, 45)


def test_what_nobody_knows_is_a_dear_guess():
    price = table().price("openai", "nope", DAY)
    assert price is not None
    assert (price.source, price.estimated, cents(price)) == ("guess", True, 6000)


@pytest.mark.parametrize("policy", ["allow", "deny"])
def test_with_another_policy_nothing_is_guessed(policy: str):
    assert table(unknown=policy).price("openai", "nope", DAY) is None


def test_an_unknown_price_is_warned_of_once_a_day(caplog: pytest.LogCaptureFixture):
    prices = table()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            prices.price("openai", "nope", DAY)
    [record] = caplog.records
    assert record.getMessage().startswith("no price for openai/nope: policy estimate")


def test_a_price_is_looked_up_once_a_day():
    prices = table()
    first = prices.price("openai", "gpt-5", DAY)
    assert prices.price("openai", "gpt-5", DAY) is first
    assert prices.price("openai", "gpt-5", date(2026, 11, 24)) is not first


def test_names_that_callers_make_up_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ai_gateway.accounting.prices.table._MOST_REMEMBERED", 3)
    prices = table(unknown="allow")
    for number in range(20):
        prices.price("openai", f"made-up-{number}", DAY)
        prices.billed("openai", f"made-up-{number}", "gpt-5", DAY)
    assert len(prices._found) <= 4


def test_the_day_decides():
    usage = Usage(input_tokens=250_000)
    before = table().price("anthropic", "claude-opus-4-6", date(2026, 3, 12))
    after = table().price("anthropic", "claude-opus-4-6", date(2026, 3, 13))
    assert before is not None
    assert after is not None
    assert (before.cost(usage).nano, after.cost(usage).nano) == (2_500_000_000, 1_250_000_000)


def test_own_servers_bill_nobody():
    price = table().price("ollama", "llama3", DAY)
    assert price is not None
    assert (price.source, price.cost(MILLION).nano, price.estimated) == ("own server", 0, False)


def test_an_own_server_may_have_a_price_all_the_same():
    price = table(models={"ollama/llama3": {"input": 1, "output": 1}}).price(
        "ollama", "llama3", DAY
    )
    assert cents(price) == 200


def test_an_override_changes_what_it_names_and_keeps_the_rest():
    price = table(models={"openai/gpt-5": {"input": 1}}).exact("openai", "gpt-5", DAY)
    assert price is not None
    assert cents(price) == 1100
    assert price.cost(Usage(input_tokens=1000, cache_read_tokens=1000)).nano == 125_000
    assert price.source.startswith("gateway.yaml, genai-prices")


def test_an_addition_is_the_operators_alone():
    price = table(models={"openai/secret": {"input": 1, "output": 2}}).exact(
        "openai", "secret", DAY
    )
    assert price is not None
    assert (price.source, cents(price)) == ("gateway.yaml", 300)


def test_a_deployment_may_cost_what_a_model_does():
    like = {"like": "openai/gpt-5-mini"}
    prices = table(models={"mine/prod": like, "mine/cheap": like | {"output": 1}})
    assert cents(prices.exact("mine", "prod", DAY)) == 225
    assert cents(prices.exact("mine", "cheap", DAY)) == 125


@pytest.mark.parametrize(
    ("models", "says"),
    [
        ({"mine/prod": {"like": "openai/nope"}}, r"mine/prod\.like names 'openai/nope'"),
        ({"openai/nope": {"input": 1}}, "`input` and `output` are both needed"),
        ({"openai/nope": {}}, "`input` and `output` are both needed"),
    ],
)
def test_an_override_that_is_no_price_is_refused(models: object, says: str):
    with pytest.raises(ValueError, match=says):
        table(models=models)


@pytest.mark.parametrize(
    ("provider", "asked", "served", "name"),
    [
        ("openai", "gpt-5", "gpt-5-2025-08-07", "openai/gpt-5"),
        # A deployment may be called like another model than it runs.
        ("mine", "gpt-4.1", "gpt-5-mini-2025-08-07", "openai/gpt-5-mini"),
        ("mine", "prod", "gpt-5-mini-2025-08-07", "openai/gpt-5-mini"),
        ("openai", "alias", "gpt-5-mini", "openai/gpt-5-mini"),
        ("openai", "gpt-5", "never heard of", "openai/gpt-5"),
        ("openai", "discounted", "gpt-5", "openai/discounted"),
    ],
)
def test_what_was_asked_for_is_billed_unless_only_the_answer_knows(
    provider: str, asked: str, served: str, name: str
):
    prices = table(models={"openai/discounted": {"input": 1, "output": 1}})
    for _ in range(2):
        price = prices.billed(provider, asked, served, DAY)
        assert price is not None
        assert price.name == name


def test_tiers_keep_what_they_do_not_change():
    price = table().exact("openai", "gpt-5.4", DAY)
    assert price is not None
    usage = Usage(input_tokens=300_000, tier="flex", web_searches=1)
    assert price.cost(usage).nano == 300_000 * 2500 + 10_000_000


def test_names_are_listed_with_those_of_the_vendors_that_are_resold():
    names = table(models={"mine/prod": {"input": 1, "output": 1}}).names("mine")
    assert {"prod", "gpt-5"} <= set(names)
    assert names == sorted(names)


def test_only_the_operators_own_names_are_its_own():
    prices = table(models={"mine/prod": {"input": 1, "output": 1}})
    assert prices.names_own("mine", "prod")
    assert not prices.names_own("mine", "gpt-5")
