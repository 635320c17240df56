"""The table holds what is configured, and of the catalogue what needs no configuration."""

from collections.abc import Mapping

import pytest

from ai_gateway.core.headers import HeaderPairs
from ai_gateway.providers.azure_openai import AzureOpenAI
from ai_gateway.providers.catalogue import catalogue
from ai_gateway.providers.catalogued import CataloguedProvider
from ai_gateway.providers.contract import Target
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.providers.table import ProviderTable
from tests.unit.core.calls import call_with
from tests.unit.providers.wire import ScriptedClient, response

ENTRA = {"tenant_id": "t", "client_id": "c", "client_secret": "sk-secret"}
NEEDING = {"azure-openai", "bedrock", "vertex-ai"}
"""What is not called without settings."""

GRANT = b'{"access_token":"eyJ","expires_in":3600}'


def table(
    said: Mapping[str, Mapping[str, object]] | None = None, client: ScriptedClient | None = None
) -> ProviderTable:
    settings = {name: ProviderSettings.model_validate(one) for name, one in (said or {}).items()}
    return ProviderTable(settings, client or ScriptedClient(), lambda: 0.0, lambda: 0.0)


async def fields_of(providers: ProviderTable, name: str) -> HeaderPairs:
    provider = providers.get(name)
    assert provider is not None
    return (await provider.prepare(call_with(), Target(provider))).headers


def test_without_configuration_it_is_the_catalogue_without_what_needs_an_address():
    names = {provider.name for provider in table()}
    assert names == set(catalogue()) - NEEDING


def test_a_provider_without_a_key_of_the_servers_has_no_credential():
    without = {provider.name for provider in table() if not provider.has_credential}
    assert without == {name for name, entry in catalogue().items() if entry.key} - NEEDING


def test_a_name_that_is_none_leads_nowhere():
    assert table().get("nobody") is table().get("") is None


def test_a_provider_of_another_name_is_like_one_of_the_catalogue():
    providers = table(
        {
            "team": {"like": "azure-openai", "base_url": "https://r"},
            "vllm": {"base_url": "http://gpu/v1"},
        }
    )
    assert isinstance(providers.get("team"), AzureOpenAI)
    vllm = providers.get("vllm")
    assert isinstance(vllm, CataloguedProvider)
    assert not isinstance(vllm, AzureOpenAI)
    assert [provider.name for provider in providers].count("vllm") == 1


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("openai", (b"authorization", b"Bearer sk-1")),
        ("anthropic", (b"x-api-key", b"sk-1")),
        ("ollama", (b"authorization", b"Bearer sk-1")),
    ],
)
async def test_a_key_goes_where_the_provider_looks(name: str, field: tuple[bytes, bytes]):
    """A local server that needs none may be given one all the same."""
    assert field in await fields_of(table({name: {"api_key": "sk-1"}}), name)


@pytest.mark.anyio
async def test_a_ready_entra_token_is_sent_as_it_is():
    said = {"azure-openai": {"base_url": "https://r", "azure": {"entra_token": "eyJ"}}}
    fields = await fields_of(table(said), "azure-openai")
    assert fields[-1] == (b"authorization", b"Bearer eyJ")


@pytest.mark.anyio
async def test_entra_credentials_are_exchanged_for_a_token():
    client = ScriptedClient(response(200, b"application/json", GRANT))
    said = {"azure-openai": {"base_url": "https://r", "azure": {"entra": ENTRA}}}
    fields = await fields_of(table(said, client), "azure-openai")
    assert fields[-1] == (b"authorization", b"Bearer eyJ")
    assert client.requests[0].origin.host == "login.microsoftonline.com"


def test_azure_settings_without_a_credential_leave_it_to_the_caller():
    azure = table({"azure-openai": {"base_url": "https://r", "azure": {}}}).get("azure-openai")
    assert azure is not None
    assert not azure.has_credential
