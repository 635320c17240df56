"""What of the environment counts without being referred to."""

import pytest

from ai_gateway.config.document import Document, Value
from ai_gateway.config.environment import process_environment, with_environment
from ai_gateway.providers.catalogue import catalogue
from ai_gateway.transport.settings import LOOPBACK

KEYS = {entry.key: "k" for entry in catalogue().values() if entry.key}


def completed(data: dict[str, Value], environment: dict[str, str]) -> dict[str, Value]:
    return with_environment(Document(data), environment).data


def test_the_environment_is_copied(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AI_GATEWAY_TEST", "here")
    environment = process_environment()
    monkeypatch.delenv("AI_GATEWAY_TEST")
    assert environment["AI_GATEWAY_TEST"] == "here"


def test_without_the_section_every_provider_with_a_key_and_an_address_is_there():
    providers = completed({}, KEYS)["providers"]
    assert providers == {
        name: {"api_key": f"${{{entry.key}}}"}
        for name, entry in catalogue().items()
        if entry.key and entry.base_url
    }
    assert isinstance(providers, dict)
    assert {"azure-openai", "ollama"}.isdisjoint(providers)


def test_an_empty_variable_counts_as_unset():
    assert completed({}, {"OPENAI_API_KEY": "", "HTTPS_PROXY": ""}) == {
        "providers": {},
        "transport": {},
    }


def test_a_listed_provider_without_a_key_gets_the_one_of_its_variable():
    data: dict[str, Value] = {"providers": {"openai": None, "groq": {"api_key": "${OWN}"}}}
    assert completed(data, KEYS)["providers"] == {
        "openai": {"api_key": "${OPENAI_API_KEY}"},
        "groq": {"api_key": "${OWN}"},
    }


def test_a_vendors_key_goes_to_no_address_that_is_merely_like_it():
    data: dict[str, Value] = {
        "providers": {
            "second": {"like": "openai"},
            "other": {"like": "openai", "base_url": "https://elsewhere.example/v1"},
            "openai": {"base_url": "https://eu.api.openai.com/v1"},
        }
    }
    providers = completed(data, KEYS)["providers"]
    assert isinstance(providers, dict)
    keyed = {
        name for name, said in providers.items() if isinstance(said, dict) and "api_key" in said
    }
    assert keyed == {"second", "openai"}


@pytest.mark.parametrize("azure", [{"entra_token": "${T}"}, {"entra": {"tenant_id": "t"}}])
def test_a_provider_with_an_entra_credential_gets_no_key_beside_it(azure: Value):
    data: dict[str, Value] = {"providers": {"azure-openai": {"azure": azure}}}
    assert completed(data, KEYS)["providers"] == data["providers"]


def test_the_proxy_variables_fill_the_transport_in_lower_case_first():
    environment = {"https_proxy": "a", "HTTPS_PROXY": "b", "NO_PROXY": "c"}
    assert completed({}, environment)["transport"] == {
        "proxy": "${https_proxy}",
        "no_proxy": f"${{NO_PROXY}},{LOOPBACK}",
    }


def test_the_file_overrules_the_proxy_variables():
    data: dict[str, Value] = {"transport": {"proxy": None}}
    assert completed(data, {"HTTPS_PROXY": "b"})["transport"] == {"proxy": None}


@pytest.mark.parametrize("section", ["text", ["list"]])
def test_what_is_no_section_is_left_for_validation(section: Value):
    data: dict[str, Value] = {"providers": section, "transport": section}
    assert completed(data, KEYS) == data


def test_a_variable_stands_in_for_a_setting_that_is_not_written():
    environment = {"AWS_REGION": "eu-west-1", "GOOGLE_CLOUD_PROJECT": "p"}
    said: dict[str, Value] = {"bedrock": None, "vertex-ai": {"vertex": {"location": "eu"}}}
    assert completed({"providers": said}, environment)["providers"] == {
        "bedrock": {"bedrock": {"region": "${AWS_REGION}"}},
        "vertex-ai": {"vertex": {"location": "eu", "project": "${GOOGLE_CLOUD_PROJECT}"}},
    }


def test_a_setting_that_is_written_stands():
    said: dict[str, Value] = {"mine": {"like": "bedrock", "bedrock": {"region": "us-east-1"}}}
    assert completed({"providers": said}, {"AWS_REGION": "eu-west-1"})["providers"] == said
