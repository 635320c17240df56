"""The list of models holds what the configuration names, under the names that callers use."""

import json

import pytest

from ai_gateway.core.errors import NotFound
from ai_gateway.core.policy import Choice, Policy
from ai_gateway.core.principal import Principal
from ai_gateway.dialects.builtin import DIALECTS
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.routing.model_list import ModelList
from ai_gateway.routing.settings import RoutingSettings

MODELS = ModelList(
    RoutingSettings.model_validate(
        {
            "models": {
                "fast": {"provider": "groq", "model": "openai/gpt-oss-20b"},
                "openai/gpt-5": {"provider": "azure-openai", "model": "gpt-5"},
            }
        }
    ),
    {
        "openai": ProviderSettings(models=("gpt-5", "gpt-5-mini")),
        "openrouter": ProviderSettings(models=("anthropic/claude",)),
        "groq": ProviderSettings(),
    },
)
OPENAI = DIALECTS["openai-chat"]


def test_aliases_come_first_then_the_models_of_each_provider_each_name_once():
    listed = json.loads(MODELS.render(OPENAI, ""))["data"]
    assert [model["id"] for model in listed] == [
        "fast",
        "openai/gpt-5",
        "openai/gpt-5-mini",
        "openrouter/anthropic/claude",
    ]


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("fast", "groq"),
        ("openrouter/anthropic/claude", "openrouter"),
        # An alias goes before a provider's model of that name, as it does for a call.
        ("openai/gpt-5", "azure-openai"),
    ],
)
def test_a_model_is_found_by_its_whole_name(name: str, owner: str):
    assert json.loads(MODELS.render(OPENAI, name))["owned_by"] == owner


def test_each_dialect_has_its_own_shape():
    anthropic = json.loads(MODELS.render(DIALECTS["anthropic-messages"], "fast"))
    assert (anthropic["type"], anthropic["id"]) == ("model", "fast")


@pytest.mark.parametrize("name", ["gpt-5", "openai", "openai/", "/fast", "FAST"])
def test_any_other_name_is_not_found(name: str):
    with pytest.raises(NotFound, match="GET /v1/models lists those there are") as missing:
        MODELS.render(OPENAI, name)
    assert (missing.value.status, missing.value.field) == (404, "model")


def test_a_long_name_is_cut_in_the_message():
    with pytest.raises(NotFound) as missing:
        MODELS.render(OPENAI, "x" * 10_000)
    assert len(missing.value.message) < 300


def test_without_configuration_the_list_is_empty():
    assert json.loads(ModelList(RoutingSettings(), {}).render(OPENAI, ""))["data"] == []


@pytest.mark.parametrize(
    ("policy", "shown"),
    [
        (Policy(), ["fast", "openai/gpt-5", "openai/gpt-5-mini", "openrouter/anthropic/claude"]),
        (Policy(models=Choice(allow=("fast",))), ["fast"]),
        (Policy(models=Choice(allow=("gpt-5*",))), ["openai/gpt-5", "openai/gpt-5-mini"]),
        # `fast` is `openai/gpt-oss-20b` to groq, and what looks denied is denied.
        (Policy(models=Choice(deny=("openai/*",))), ["openrouter/anthropic/claude"]),
        (Policy(providers=Choice(allow=("openai",))), ["openai/gpt-5-mini"]),
        (Policy(models=Choice(allow=("none",))), []),
    ],
)
def test_a_client_is_shown_what_it_may_use(policy: Policy, shown: list[str]):
    principal = Principal("a", "i", "token", "pool", frozenset(), (), policy)
    listed = json.loads(MODELS.render(OPENAI, "", principal))["data"]
    assert [model["id"] for model in listed] == shown
    for model in ("fast", "openai/gpt-5"):
        if model in shown:
            assert json.loads(MODELS.render(OPENAI, model, principal))["id"] == model
        else:
            with pytest.raises(NotFound):
                MODELS.render(OPENAI, model, principal)
