"""A target says who is asked for what; every built-in class fits the contract."""

from typing import Any

import pytest

from ai_gateway.core.operation import Operation
from ai_gateway.providers.builtin import QUIRKS, maker
from ai_gateway.providers.catalogue import catalogue
from ai_gateway.providers.catalogued import CataloguedProvider
from ai_gateway.providers.contract import CustomHost, Provider, Target
from ai_gateway.providers.settings import ProviderSettings
from tests.unit.providers.blueprints import blueprint


def made(like: str) -> Provider:
    settings: dict[str, Any] = {"bedrock": {"region": "us-east-1"}, "vertex": {"project": "p"}}
    return maker(catalogue()[like].quirks)(
        blueprint("mine", like, base_url="https://h", **settings)
    )


@pytest.mark.anyio
@pytest.mark.parametrize("like", [*QUIRKS, "openai"])
async def test_a_provider_says_who_it_is_and_what_it_answers_before_it_is_asked(like: str):
    provider = made(like)
    assert provider.name == "mine"
    assert provider.has_credential is (like in ("bedrock", "vertex-ai"))
    answered = {operation for operation in Operation if provider.answers(operation, "claude-x")}
    assert answered == catalogue()[like].operations
    assert provider.foreign(await provider.own_name("a.b")) is not None
    assert (provider.embed is not None) is (like in ("bedrock", "google"))


def test_a_target_leaves_model_and_address_alone_unless_it_says_otherwise():
    provider = CataloguedProvider("openai", catalogue()["openai"], ProviderSettings(), None)
    target = Target(provider=provider)
    assert (target.model, target.custom_host) == (None, None)


def test_an_address_of_a_callers_is_a_value():
    assert CustomHost("http://h", ()) == CustomHost(base_url="http://h", networks=())
