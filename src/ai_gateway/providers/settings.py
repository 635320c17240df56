"""What can be said of a provider in the configuration."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from ai_gateway.providers.bedrock.settings import BedrockSettings
from ai_gateway.providers.vertex_settings import VertexSettings

BaseUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^/?#@\s]+(/[^?#\s]*)?$")]


class EntraSettings(BaseModel):
    """Microsoft Entra client credentials, exchanged for tokens that are kept until they expire."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tenant_id: str = Field(description="Directory (tenant) id.")
    client_id: str = Field(description="Application (client) id.")
    client_secret: SecretStr = Field(description="Client secret.")
    scope: str = Field(
        default="https://cognitiveservices.azure.com/.default",
        description="What the token is for; the scope of Azure OpenAI.",
    )
    authority: BaseUrl = Field(
        default="https://login.microsoftonline.com",
        description="Token issuer; sovereign clouds have their own.",
    )


class AzureSettings(BaseModel):
    """What Azure OpenAI needs beside an address and a key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    api_version: str = Field(
        default="v1",
        description="`v1` for the v1 API, or a dated version such as `2024-10-21` for deployment "
        "URLs.",
    )
    deployments: dict[str, str] = Field(
        default_factory=dict,
        description="Deployment for each model, where it does not have the model's name.",
    )
    entra: EntraSettings | None = Field(
        default=None, description="Client credentials to call with, in place of a key."
    )
    entra_token: SecretStr | None = Field(
        default=None, description="A ready Entra token to call with, in place of a key."
    )


class ProviderSettings(BaseModel):
    """One entry of the section `providers` of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    like: str | None = Field(
        default=None,
        description="Catalogue entry to start from, where this provider's name is not one itself.",
    )
    base_url: BaseUrl | None = Field(
        default=None,
        description="Address up to and with the version: `https://api.openai.com/v1`. For "
        "azure-openai `https://RESOURCE.openai.azure.com`.",
    )
    api_key: SecretStr | None = Field(
        default=None,
        description="The server's key. Without it, the environment variable of the catalogue is "
        "read.",
    )
    models: tuple[str, ...] = Field(
        default=(), description="Models that `GET /v1/models` lists for this provider."
    )
    headers: dict[str, str] = Field(
        default_factory=dict,
        description="Header fields sent on every call, such as `openai-organization`.",
    )
    azure: AzureSettings | None = Field(
        default=None, description="Azure OpenAI's own settings; only for providers like it."
    )
    bedrock: BedrockSettings | None = Field(
        default=None, description="Amazon Bedrock's own settings; only for providers like it."
    )
    vertex: VertexSettings | None = Field(
        default=None, description="Vertex AI's own settings; only for providers like it."
    )
