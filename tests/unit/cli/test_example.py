"""A first call that works when it is pasted."""

import json
import shlex

import pytest
from pydantic import SecretStr

from ai_gateway.cli.example import EXAMPLE_MODELS, example_call
from ai_gateway.config.settings import Settings
from ai_gateway.providers.catalogue import catalogue
from ai_gateway.providers.settings import AzureSettings, ProviderSettings
from ai_gateway.routing.settings import ModelAlias, RoutingSettings

URL = "http://127.0.0.1:8787"
KEY = SecretStr("sk-1")


def words(curl: str) -> list[str]:
    # The shell joins lines that end in a backslash.
    return shlex.split(curl.replace("\\\n", " "))


def body(curl: str) -> dict[str, object]:
    arguments = words(curl)
    return json.loads(arguments[arguments.index("-d") + 1])


def test_the_call_is_one_that_a_shell_takes_apart_correctly():
    arguments = words(example_call(Settings(), URL, "openai"))
    assert arguments[:4] == [
        "curl",
        f"{URL}/v1/chat/completions",
        "-H",
        "content-type: application/json",
    ]


@pytest.mark.parametrize("name", sorted(EXAMPLE_MODELS))
def test_every_vendor_is_named_with_a_model_of_its_own(name: str):
    curl = example_call(Settings(providers={name: ProviderSettings(api_key=KEY)}), URL, name)
    assert body(curl)["model"] == f"{name}/{EXAMPLE_MODELS[name]}"


def test_every_vendor_whose_address_is_known_has_an_example():
    known = {name for name, entry in catalogue().items() if entry.key and entry.base_url}
    assert set(EXAMPLE_MODELS) == known | {"bedrock", "vertex-ai"}


def test_anthropic_is_called_in_its_own_dialect():
    curl = example_call(Settings(providers={"anthropic": ProviderSettings()}), URL, "anthropic")
    assert words(curl)[1] == f"{URL}/v1/messages"
    assert body(curl)["max_tokens"] == 100


def test_without_a_key_of_the_servers_the_caller_brings_one():
    curl = example_call(Settings(), URL, None)
    assert '-H "authorization: Bearer $OPENAI_API_KEY"' in curl


def test_the_operators_own_models_come_first():
    azure = AzureSettings(deployments={"gpt-5": "prod"})
    routing = RoutingSettings(models={"fast": ModelAlias(provider="ollama", model="llama3")})
    settings = Settings(
        providers={
            "openai": ProviderSettings(models=("own",)),
            "azure-openai": ProviderSettings(base_url="https://r", azure=azure),
            "ollama": ProviderSettings(),
        },
        routing=routing,
    )
    assert body(example_call(settings, URL, "openai"))["model"] == "openai/own"
    assert body(example_call(settings, URL, "azure-openai"))["model"] == "azure-openai/gpt-5"
    assert body(example_call(settings, URL, "ollama"))["model"] == "ollama/llama3"


def test_where_no_model_is_known_the_call_asks_for_the_models():
    mine = ProviderSettings(like="openai", base_url="https://models.example/v1", api_key=KEY)
    curl = example_call(Settings(providers={"mine": mine}), URL, "mine")
    assert words(curl) == ["curl", f"{URL}/v1/models", "-H", "x-portkey-provider: mine"]
