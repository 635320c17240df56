"""Tells which providers can be called with a credential of the server's, and where it is from."""

from collections.abc import Mapping

from ai_gateway.config.settings import Settings
from ai_gateway.providers.catalogue import catalogue
from ai_gateway.providers.settings import ProviderSettings

FROM_FILE = "gateway.yaml"


def credential_origins(settings: Settings, environment: Mapping[str, str]) -> dict[str, str]:
    """Return, for each provider that can be called as it stands, where its credential is from.

    The origin is the environment variable of the catalogue, `gateway.yaml`, or `no key needed`;
    a provider that is called with the caller's own key is not in the result.
    """
    origins = {
        name: _origin(name, provider, environment) for name, provider in settings.providers.items()
    }
    return {name: origin for name, origin in origins.items() if origin is not None}


def _origin(name: str, provider: ProviderSettings, environment: Mapping[str, str]) -> str | None:
    entry = catalogue()[provider.like or name]
    if provider.api_key is not None:
        key = provider.api_key.get_secret_value()
        from_environment = entry.key is not None and environment.get(entry.key) == key
        return entry.key if from_environment else FROM_FILE
    azure = provider.azure
    if azure is not None and (azure.entra is not None or azure.entra_token is not None):
        return FROM_FILE
    if provider.bedrock is not None or provider.vertex is not None:
        return _own_credentials(provider)
    return "no key needed" if entry.credential == "none" else None


def _own_credentials(provider: ProviderSettings) -> str:
    """Say where AWS's or Google's credentials come from; whether there are any shows in a call."""
    if provider.vertex is not None:
        named = provider.vertex.credentials is not None
        return FROM_FILE if named else "Application Default Credentials"
    named = provider.bedrock is not None and provider.bedrock.access_key_id is not None
    return FROM_FILE if named else "the AWS SDK's search"
