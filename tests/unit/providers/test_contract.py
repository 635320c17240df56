"""A target says who is asked for what; every built-in class fits the contract."""

import pytest

from ai_gateway.providers.builtin import QUIRKS
from ai_gateway.providers.catalogue import catalogue
from ai_gateway.providers.catalogued import CataloguedProvider
from ai_gateway.providers.contract import CustomHost, Provider, Target
from ai_gateway.providers.settings import ProviderSettings

# The type checker proves that every class of the tables fits.
CLASSES: tuple[type[Provider], ...] = (CataloguedProvider, *QUIRKS.values())


@pytest.mark.parametrize("cls", CLASSES)
def test_a_provider_says_who_it_is_before_it_is_asked(cls: type[CataloguedProvider]):
    provider: Provider = cls(
        "mine", catalogue()["openai"], ProviderSettings(base_url="https://h"), None
    )
    assert (provider.name, provider.has_credential) == ("mine", False)
    assert provider.operations == catalogue()["openai"].operations


def test_a_target_leaves_model_and_address_alone_unless_it_says_otherwise():
    provider = CataloguedProvider("openai", catalogue()["openai"], ProviderSettings(), None)
    target = Target(provider=provider)
    assert (target.model, target.custom_host) == (None, None)


def test_an_address_of_a_callers_is_a_value():
    assert CustomHost("http://h", ()) == CustomHost(base_url="http://h", networks=())
