"""The list of models, in the shape of each vendor's SDK."""

from collections.abc import AsyncIterator

import anthropic
import openai
import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.callers.sdks import Sdks, sdks
from tests.integration.gateways import KEY, running, settings_for

LISTED = ["fast", "openai/gpt-5", "openai/gpt-5-mini"]


@pytest.fixture(scope="module")
async def callers(simulator: Simulator) -> AsyncIterator[Sdks]:
    openai_models = {
        "base_url": f"{simulator.url}/v1",
        "api_key": KEY,
        "models": ["gpt-5", "gpt-5-mini"],
    }
    settings = settings_for(
        simulator.url,
        providers={"openai": openai_models},
        routing={"models": {"fast": {"provider": "anthropic", "model": "claude-haiku-4-5"}}},
    )
    async with running(settings) as gateway, sdks(gateway.url) as callers:
        yield callers


@pytest.mark.anyio
async def test_openais_sdk_lists_configured_models_and_aliases(callers: Sdks) -> None:
    models = [model async for model in callers.openai.models.list()]
    assert [model.id for model in models] == LISTED
    assert [model.owned_by for model in models] == ["anthropic", "openai", "openai"]
    assert (await callers.openai.models.retrieve("fast")).object == "model"


@pytest.mark.anyio
async def test_anthropics_sdk_lists_configured_models_and_aliases(callers: Sdks) -> None:
    models = [model async for model in callers.anthropic.models.list()]
    assert [model.id for model in models] == LISTED
    assert {model.type for model in models} == {"model"}
    assert (await callers.anthropic.models.retrieve("fast")).display_name == "fast"


@pytest.mark.anyio
async def test_a_model_that_is_not_listed_is_not_found(callers: Sdks) -> None:
    with pytest.raises(openai.NotFoundError, match="no model 'slow'"):
        await callers.openai.models.retrieve("slow")
    with pytest.raises(anthropic.NotFoundError, match="no model 'slow'"):
        await callers.anthropic.models.retrieve("slow")


@pytest.mark.anyio
async def test_a_named_provider_lists_its_own_models(callers: Sdks) -> None:
    asking_openai = callers.openai.with_options(default_headers={"x-portkey-provider": "openai"})
    listed = [model.id async for model in asking_openai.models.list()]
    assert "text-embedding-3-small" in listed
    assert "fast" not in listed
