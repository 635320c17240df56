"""The tables of costs in the deployment guide are those that its script computes."""

import re

from docs.costs import CALLS, DEV, PRICES, PROD, monthly, page
from tests.architecture.repository import ROOT

GUIDE = ROOT / "docs" / "deployment.md"
_BEGIN = "<!-- costs: written by `python -m docs.costs` -->\n"
_END = "<!-- end of costs -->"


def test_the_guide_shows_what_the_script_computes():
    between = GUIDE.read_text("utf-8").partition(_BEGIN)[2].partition(_END)[0]
    assert between.strip() == page()


def test_every_price_has_a_source_or_says_that_it_has_none():
    for name, price in PRICES.items():
        assert re.match(r"\[.+\]\(https://.+\)$|not checked: ", price.source), name


def test_costs_rise_with_calls_and_are_those_of_the_environment():
    for environment in (DEV, PROD):
        sums = [sum(monthly(environment, i).values()) for i in range(len(CALLS) + 1)]
        assert sums == sorted(sums)
    # A task of half a core and a gigabyte, by hand: 730 x (0.5 x 0.03238 + 0.00356).
    assert round(monthly(DEV, 0)["tasks (Fargate)"], 2) == 14.42
