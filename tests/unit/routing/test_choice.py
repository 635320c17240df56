"""The target of a call: by header, alias, model prefix, default, in this order."""

import pytest

from ai_gateway.core.errors import AddressRefused, InvalidRequest, UnknownProvider
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.providers.contract import CustomHost, Target
from ai_gateway.providers.table import ProviderTable
from ai_gateway.routing.choice import Chooser
from ai_gateway.routing.settings import RoutingSettings
from tests.unit.core.calls import call_with
from tests.unit.providers.wire import ScriptedClient

PROVIDERS = ProviderTable({}, ScriptedClient(), lambda: 0.0, lambda: 0.0)
ALIASES = {
    "fast": {"provider": "groq", "model": "openai/gpt-oss-20b"},
    "chained": {"provider": "openai", "model": "fast"},
    "openai/gpt-5": {"provider": "anthropic", "model": "claude"},
    "lost": {"provider": "nobody", "model": "m"},
}


def choose(model: str | None, fields: HeaderPairs | None = None, **settings: object) -> Target:
    chooser = Chooser(RoutingSettings.model_validate({"models": ALIASES, **settings}), PROVIDERS)
    return chooser.choose(call_with(fields, model=model))


def named(target: Target) -> tuple[str, str | None]:
    return target.provider.name, target.model


def provider_header(name: bytes) -> HeaderPairs:
    return [(b"x-portkey-provider", name)]


@pytest.mark.parametrize("model", [None, "gpt-5", "groq/llama", "fast"])
def test_the_header_decides_and_the_model_goes_as_it_stands(model: str | None):
    assert named(choose(model, provider_header(b"mistral-ai"))) == ("mistral-ai", None)


@pytest.mark.parametrize(
    ("model", "target"),
    [
        ("fast", ("groq", "openai/gpt-oss-20b")),
        ("chained", ("openai", "fast")),
        ("openai/gpt-5", ("anthropic", "claude")),
        ("groq/llama", ("groq", "llama")),
        ("openrouter/anthropic/claude", ("openrouter", "anthropic/claude")),
        ("groq//llama", ("groq", "/llama")),
        ("llama.cpp/qwen", ("llama.cpp", "qwen")),
        ("gpt-5", ("openai", None)),
        ("meta-llama/Llama-4", ("openai", None)),
        ("GROQ/llama", ("openai", None)),
        ("groq/", ("openai", None)),
        ("/groq", ("openai", None)),
        ("groq", ("openai", None)),
        ("", ("openai", None)),
        (None, ("openai", None)),
    ],
)
def test_the_model_decides_and_else_the_default(model: str | None, target: tuple[str, str | None]):
    """An alias goes first and is not followed further; a prefix counts where it is a provider."""
    assert named(choose(model)) == target


def test_each_dialect_has_a_default_of_its_own():
    chooser = Chooser(RoutingSettings(), PROVIDERS)
    call = call_with(dialect="anthropic-messages")
    assert chooser.choose(call).provider.name == "anthropic"


def test_without_a_default_the_call_must_say_it():
    with pytest.raises(UnknownProvider, match=r"set routing\.default_providers\.openai-chat") as it:
        choose("gpt-5", default_providers={})
    assert it.value.field == "model"


@pytest.mark.parametrize(
    ("name", "shown"), [(b"nobody", "'nobody'"), (b"", "''"), (b"x" * 100, "'" + "x" * 80 + "'")]
)
def test_a_header_that_names_no_provider_is_refused_with_those_there_are(name: bytes, shown: str):
    with pytest.raises(UnknownProvider) as refused:
        choose(None, provider_header(name))
    assert f"x-portkey-provider names {shown}, which" in refused.value.message
    assert "anthropic, cerebras" in refused.value.message
    assert refused.value.field == "x-portkey-provider"


def test_an_alias_and_a_default_that_lead_nowhere_are_named():
    with pytest.raises(UnknownProvider, match=r"routing\.models\.lost names 'nobody'"):
        choose("lost")
    with pytest.raises(UnknownProvider, match=r"routing\.default_providers\.openai-chat names 'x'"):
        choose("gpt-5", default_providers={"openai-chat": "x"})


def test_a_config_is_refused_rather_than_ignored():
    with pytest.raises(InvalidRequest, match="x-portkey-config is not supported") as refused:
        choose("gpt-5", [(b"x-portkey-config", b"{}"), *provider_header(b"openai")])
    assert refused.value.field == "x-portkey-config"


CUSTOM = (b"x-portkey-custom-host", b"https://a.example.com/v1")


@pytest.mark.parametrize("fields", [[], provider_header(b"groq")])
def test_an_allowed_custom_host_goes_with_the_target(fields: HeaderPairs):
    target = choose("gpt-5", [CUSTOM, *fields], custom_hosts={"hosts": ["a.example.com"]})
    assert target.custom_host == CustomHost("https://a.example.com/v1", ())


def test_a_custom_host_that_is_not_allowed_is_refused():
    with pytest.raises(AddressRefused):
        choose("gpt-5", [CUSTOM])
