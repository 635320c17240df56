"""Every quirk that the catalogue names has a maker, and every maker makes a provider."""

from typing import Any

import pytest

from ai_gateway.providers.builtin import QUIRKS, maker
from ai_gateway.providers.catalogue import catalogue
from tests.unit.providers.blueprints import blueprint

NEEDED: dict[str, dict[str, Any]] = {
    "azure-openai": {"base_url": "https://r"},
    "bedrock": {"bedrock": {"region": "us-east-1"}},
    "vertex-ai": {"vertex": {"project": "p"}},
}


def test_the_table_holds_what_the_catalogue_names():
    assert {entry.quirks for entry in catalogue().values()} - {None} == set(QUIRKS)


@pytest.mark.parametrize("like", [*QUIRKS, "openai"])
def test_each_maker_makes_a_provider_of_the_name(like: str):
    make = maker(catalogue()[like].quirks)
    provider = make(blueprint("mine", like, **NEEDED.get(like, {})))
    assert provider.name == "mine"
