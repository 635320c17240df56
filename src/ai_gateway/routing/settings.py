"""What routing can be told: aliases, defaults, and the addresses a caller may choose."""

from pydantic import BaseModel, ConfigDict, Field

from ai_gateway.core.operation import CallersDialect
from ai_gateway.providers.allowed_hosts import AllowedHosts


class ModelAlias(BaseModel):
    """A name of the operator's own for one model of one provider."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: str = Field(description="Name of a configured or catalogued provider.")
    model: str = Field(description="Name of the model at that provider.")


def _default_providers() -> dict[CallersDialect, str]:
    # Each SDK works with nothing but its base URL changed: it reaches its own vendor.
    return {
        "openai-chat": "openai",
        "openai-responses": "openai",
        "anthropic-messages": "anthropic",
    }


class RoutingSettings(BaseModel):
    """The section `routing` of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    default_providers: dict[CallersDialect, str] = Field(
        default_factory=_default_providers,
        description="Provider for each dialect, where neither header nor model names one.",
    )
    models: dict[str, ModelAlias] = Field(
        default_factory=dict, description="Model aliases: the name callers use → provider, model."
    )
    custom_hosts: AllowedHosts = Field(
        default_factory=AllowedHosts,
        description="Addresses that callers may name in `x-portkey-custom-host`; none by default. "
        "Only the caller's own credential is ever sent there, never one of the server's.",
    )
    fetch: AllowedHosts = Field(
        default_factory=AllowedHosts,
        description="Where images and documents are fetched from that a caller names by URL, for "
        "a provider that takes their bytes alone; by default nowhere, and the call is refused.",
    )
