"""From prefixes and patterns to exact names."""

import json
from datetime import date
from decimal import Decimal

import pytest

from ai_gateway.accounting.prices.conversion import convert
from ai_gateway.accounting.prices.listing import Model, PriceListInvalid

DAY = date(2026, 11, 23)


def converted(*models: object, vendor: str = "openai", **more: object) -> list[Model]:
    text = json.dumps([{"id": vendor, "name": "V", "models": models, **more}]).encode()
    [made] = convert(text, "a list", DAY).vendors.values()
    return list(made.models)


def model(name: str, match: object, prices: object = None, **more: object) -> dict[str, object]:
    usual = {"input_mtok": 1, "output_mtok": 2}
    return {"id": name, "match": match, "prices": usual if prices is None else prices, **more}


def test_the_id_and_what_is_spelled_out_are_names():
    rule = {"or": [{"equals": "m-2025-01-01"}, {"equals": "m-latest"}, {"regex": "^m-\\d{8}$"}]}
    [made] = converted(model("m", rule))
    assert (made.id, made.names) == ("m", ("m-2025-01-01", "m-latest"))


def test_the_beginning_of_names_is_none_itself():
    rule = {"or": [{"equals": "gpt-5-nano"}, {"starts_with": "gpt-5-nano-"}]}
    [made] = converted(model("gpt-5-nano", rule))
    # The snapshot that there is comes from names.toml, one that there is not from nowhere.
    assert made.names == ("gpt-5-nano-2025-08-07",)


def test_a_literal_that_leads_to_another_model_is_no_name():
    first, second = converted(
        model("big", {"contains": "big"}), model("big-one", {"or": [{"contains": "big-small"}]})
    )
    assert (first.names, second.names) == ((), ())


def test_what_two_rules_have_to_fit_together_names_nothing():
    [made] = converted(model("m", {"and": [{"starts_with": "a"}, {"ends_with": "z"}]}))
    assert made.names == ()


def test_prices_keep_every_digit():
    [made] = converted(model("m", {"equals": "m"}, {"input_mtok": 0.00875, "cache_read_mtok": 0.1}))
    told = {"input": Decimal("0.00875"), "cache_read": Decimal("0.1")}
    assert made.entries[0].bands[0].prices == told


def test_units_that_no_answer_reports_are_left_out():
    [made] = converted(model("m", {"equals": "m"}, {"input_mtok": 1, "input_mchars": 15}))
    assert made.entries[0].bands[0].prices == {"input": Decimal(1)}


def test_steps_become_bands():
    prices = {
        "input_mtok": {
            "base": 1,
            "tiers": [{"start": 200, "price": 2}, {"start": 500, "price": 3}],
        },
        "output_mtok": {"base": 4, "tiers": [{"start": 200, "price": 5}]},
        "cache_read_mtok": 0.1,
    }
    [made] = converted(model("m", {"equals": "m"}, prices))
    read = Decimal("0.1")
    bands = made.entries[0].bands
    assert [band.above for band in bands] == [0, 200, 500]
    assert [band.prices for band in bands] == [
        {"input": Decimal(1), "output": Decimal(4), "cache_read": read},
        {"input": Decimal(2), "output": Decimal(5), "cache_read": read},
        {"input": Decimal(3), "output": Decimal(5), "cache_read": read},
    ]


def test_days_and_hours_are_kept():
    prices = [
        {"prices": {"input_mtok": 1}},
        {"constraint": {"start_date": "2026-03-13"}, "prices": {"input_mtok": 2}},
        {
            "constraint": {"start_time": "16:30:00Z", "end_time": "00:30:00Z"},
            "prices": {"input_mtok": 3},
        },
    ]
    [made] = converted(model("m", {"equals": "m"}, prices))
    assert [(one.since, one.hours) for one in made.entries] == [
        (None, None),
        (date(2026, 3, 13), None),
        (None, (990, 30)),
    ]


@pytest.mark.parametrize(
    ("when", "tier"),
    [
        ({"service_tier": "flex"}, "flex"),
        ({"processing": "batch"}, "batch"),
        ({"speed": "fast"}, "fast"),
        ({"service_tier": "default"}, None),
        ({"route": "mistral/eu"}, None),
        ({"service_tier": "flex", "route": "x"}, None),
    ],
)
def test_variants_that_an_answer_names_are_tiers(when: object, tier: str | None):
    variant = {"when": when, "prices": {"input_mtok": 9}}
    [made] = converted(model("m", {"equals": "m"}, price_variants=[variant]))
    assert [one.tier for one in made.entries[1:]] == ([] if tier is None else [tier])


@pytest.mark.parametrize(
    ("id_", "names"),
    [
        ("regional.a.m-v1:0", {"a.m", "a.m-v1", "a.m-v1:0"}),
        ("global.a.m-v1:0", {"global.a.m", "global.a.m-v1"}),
        ("a.m-v2:0", {"a.m-v2"}),
        ("a.m", {"a.m-v1", "a.m-v1:0"}),
    ],
)
def test_ids_of_bedrock_are_spelled_as_bedrock_does(id_: str, names: set[str]):
    [made] = converted(model(id_, {"contains": "m"}), vendor="aws")
    assert set(made.names) == names


def test_a_reseller_names_whose_models_it_sells():
    text = json.dumps(
        [{"id": "azure", "models": [], "fallback_model_providers": ["openai", "nobody"]}]
    ).encode()
    assert convert(text, "a list", DAY).vendors["azure-openai"].also == ("openai",)


def test_a_model_without_a_price_is_left_out():
    assert converted(model("m", {"equals": "m"}, [])) == []


def test_a_wrapped_list_is_taken_too():
    text = json.dumps({"providers": [{"id": "openai", "name": "O", "models": []}]}).encode()
    assert convert(text, "a list", DAY).vendors.keys() == {"openai"}


@pytest.mark.parametrize("text", [b"", b"<html>", b'[{"id":1}]', b'[{"id":"nobody","models":[]}]'])
def test_what_is_no_data_is_refused(text: bytes):
    with pytest.raises(PriceListInvalid, match="a list"):
        convert(text, "a list", DAY)
