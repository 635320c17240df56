"""The price list as a file: what is written is what is read, and the day decides."""

from datetime import date
from decimal import Decimal

import pytest

from ai_gateway.accounting.prices.listing import (
    Entry,
    ListedBand,
    Model,
    PriceList,
    PriceListInvalid,
    Vendor,
    active,
    packaged_list,
    read_list,
    windows,
    write_list,
)


def entry(
    dollars: int,
    since: date | None = None,
    tier: str = "",
    hours: tuple[int, int] | None = None,
) -> Entry:
    return Entry((ListedBand({"input": Decimal(dollars)}),), since, tier, hours)


def test_what_is_written_is_read():
    model = Model("m", ("m-1",), (entry(1), entry(2, date(2026, 3, 1), "flex", (0, 60))))
    vendors = {"a": Vendor((model,), ("b",)), "b": Vendor(())}
    prices = PriceList("a list", date(2026, 11, 1), vendors)
    assert read_list(write_list(prices), "x") == prices


def test_each_model_has_a_line_of_its_own():
    lines = write_list(packaged_list()).splitlines()
    assert len(lines) > sum(len(vendor.models) for vendor in packaged_list().vendors.values())


def test_the_packaged_list_says_where_it_is_from():
    assert packaged_list().source.startswith("genai-prices ")
    assert {
        "openai",
        "anthropic",
        "azure-openai",
        "bedrock",
        "google",
    } <= packaged_list().vendors.keys()


def test_the_packaged_list_is_written_as_it_would_be():
    assert read_list(write_list(packaged_list()), "x") == packaged_list()


@pytest.mark.parametrize("text", [b"", b"[]", b'{"source":"x"}', b"\xff"])
def test_what_is_no_list_is_refused_with_the_next_step(text: bytes):
    with pytest.raises(PriceListInvalid, match=r"prices\.json is no price list.*prices update"):
        read_list(text, "prices.json")


def test_the_last_entry_that_has_begun_counts():
    entries = [entry(1), entry(2, date(2026, 3, 1)), entry(3, date(2026, 6, 1))]
    for day, index in ((date(2026, 2, 28), 0), (date(2026, 3, 1), 1), (date(2027, 1, 1), 2)):
        held = active(entries, day)
        assert held is not None
        assert held[0] is entries[index]


def test_before_the_first_there_is_none():
    assert active([entry(1, date(2026, 3, 1))], date(2026, 2, 1)) is None


def test_tiers_begin_on_their_own_days():
    entries = [entry(1), entry(2, date(2026, 3, 1), "flex")]
    assert active(entries, date(2026, 2, 1)) == (entries[0], {})
    assert active(entries, date(2026, 4, 1)) == (entries[0], {"flex": entries[1]})


def test_hours_count_from_the_price_that_stands_before_them():
    first, later = entry(1), entry(3, date(2026, 3, 1))
    night, noon = entry(2, None, "", (0, 60)), entry(4, None, "", (720, 780))
    entries = [first, night, later, noon]
    assert windows(entries, first) == [noon, night]
    assert windows(entries, later) == [noon]
