"""Every quirk that the catalogue names has a class, and every class a provider."""

from ai_gateway.providers.builtin import QUIRKS
from ai_gateway.providers.catalogue import catalogue


def test_the_table_holds_what_the_catalogue_names():
    assert {entry.quirks for entry in catalogue().values()} - {None} == set(QUIRKS)
