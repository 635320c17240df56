"""Providers pointed at the simulator."""

from ai_gateway.cli.simulation import SIMULATED_PROVIDERS, simulated
from ai_gateway.config.loader import load
from ai_gateway.config.settings import Settings
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.transport.proxy import bypasses
from ai_gateway.transport.request import Origin


def test_each_simulated_provider_is_at_the_simulator_with_a_key_that_is_none():
    settings = simulated(Settings(), "http://127.0.0.1:1")
    assert tuple(settings.providers) == SIMULATED_PROVIDERS
    for provider in settings.providers.values():
        assert provider.base_url is not None
        assert provider.base_url.startswith("http://127.0.0.1:1")
        assert provider.api_key is not None
        assert "not-a-real-key" in provider.api_key.get_secret_value()
        assert provider.models


def test_everything_else_stays_as_it_was():
    before = Settings(providers={"groq": ProviderSettings(models=("m",))})
    after = simulated(before, "http://127.0.0.1:1")
    assert after.providers["groq"] == before.providers["groq"]
    assert after.edge is before.edge
    assert list(before.providers) == ["groq"]


def test_the_simulator_is_reached_without_a_proxy_of_the_environment():
    environment = {"HTTPS_PROXY": "http://proxy.example:3128", "NO_PROXY": "internal.example"}
    settings = simulated(load(None, environment), "http://127.0.0.1:1")
    origin = Origin(scheme="http", host="127.0.0.1", port=1)
    assert settings.transport.proxy == "http://proxy.example:3128"
    assert bypasses(settings.transport.no_proxy, origin)


def test_the_providers_are_valid_settings():
    for provider in simulated(Settings(), "http://[::1]:1").providers.values():
        assert ProviderSettings.model_validate(provider.model_dump()) == provider
