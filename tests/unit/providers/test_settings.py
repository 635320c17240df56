"""The section `providers`: what can be said, what is refused, and what is never shown."""

import pytest
from pydantic import BaseModel, ValidationError

from ai_gateway.providers.settings import AzureSettings, EntraSettings, ProviderSettings

ENTRA = {"tenant_id": "t", "client_id": "c", "client_secret": "sk-secret"}


def test_nothing_has_to_be_said():
    said = ProviderSettings()
    assert said.like is said.base_url is said.api_key is said.azure is None
    assert (said.models, said.headers) == ((), {})


def test_azure_speaks_its_v1_api_by_default():
    assert AzureSettings() == AzureSettings(api_version="v1", deployments={})
    assert AzureSettings().entra is AzureSettings().entra_token is None


def test_entra_asks_the_public_cloud_for_azure_openai_by_default():
    entra = EntraSettings.model_validate(ENTRA)
    assert entra.scope == "https://cognitiveservices.azure.com/.default"
    assert entra.authority == "https://login.microsoftonline.com"


@pytest.mark.parametrize(
    "url", ["https://api.openai.com/v1", "http://127.0.0.1:8000", "http://[::1]:80/v1/", "http://h"]
)
def test_a_base_url_is_absolute(url: str):
    assert ProviderSettings(base_url=url).base_url == url


@pytest.mark.parametrize(
    "url",
    [
        *("", "api.openai.com", "ftp://h", "https://", "https:///v1", " https://h", "https://h\n"),
        *("https://user:password@h", "https://h/v1?key=1", "https://h/v1#x", "https://a b/v1"),
    ],
)
def test_anything_else_is_no_base_url(url: str):
    with pytest.raises(ValidationError, match="string_pattern_mismatch"):
        ProviderSettings(base_url=url)
    with pytest.raises(ValidationError, match="string_pattern_mismatch"):
        EntraSettings.model_validate({**ENTRA, "authority": url})


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (ProviderSettings, {"apikey": "sk-1"}),
        (AzureSettings, {"version": "v1"}),
        (EntraSettings, {**ENTRA, "secret": "x"}),
        (EntraSettings, {"tenant_id": "t", "client_id": "c"}),
    ],
)
def test_an_unknown_key_and_a_missing_one_are_refused(
    model: type[BaseModel], said: dict[str, object]
):
    with pytest.raises(ValidationError, match=r"extra_forbidden|missing"):
        model.model_validate(said)


def test_no_secret_is_shown():
    said = ProviderSettings.model_validate(
        {"api_key": "sk-secret", "azure": {"entra": ENTRA, "entra_token": "sk-secret"}}
    )
    assert "sk-secret" not in f"{said!r} {said} {said.model_dump_json()}"


@pytest.mark.parametrize("model", [ProviderSettings, AzureSettings, EntraSettings])
def test_settings_are_frozen(model: type[BaseModel]):
    assert model.model_config.get("frozen") is True
