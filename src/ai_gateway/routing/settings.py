"""What routing can be told: aliases, defaults, and the addresses a caller may choose."""

from ipaddress import IPv4Network, IPv6Network

from pydantic import BaseModel, ConfigDict, Field

from ai_gateway.core.operation import CallersDialect


class ModelAlias(BaseModel):
    """A name of the operator's own for one model of one provider."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: str = Field(description="Name of a configured or catalogued provider.")
    model: str = Field(description="Name of the model at that provider.")


class CustomHosts(BaseModel):
    """Which addresses a caller may name in `x-portkey-custom-host`; none by default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hosts: tuple[str, ...] = Field(
        default=(),
        description="Host names, `*` as a wildcard within them: `*.example.com`. Only the caller's "
        "own credential is ever sent there, never one of the server's.",
    )
    networks: tuple[IPv4Network | IPv6Network, ...] = Field(
        default=(),
        description="Networks that such a name may resolve into although they are private, "
        "loopback or link-local.",
    )


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
    custom_hosts: CustomHosts = Field(
        default_factory=CustomHosts, description="Addresses that callers may choose."
    )
