"""Points providers at the simulator, for a first run without any key."""

from pydantic import SecretStr

from ai_gateway.cli.example import EXAMPLE_MODELS
from ai_gateway.config.settings import Settings
from ai_gateway.providers.bedrock.settings import BedrockSettings
from ai_gateway.providers.settings import AzureSettings, ProviderSettings

SIMULATED_PROVIDERS = ("openai", "anthropic", "azure-openai", "bedrock", "google")
"""The providers whose wire formats the simulator speaks, and whose keys can be made up: Vertex AI
takes a service account's signature, and nobody has that of the simulator's."""

# The simulator wants a key, as the providers do; nobody can take this one for a real one.
_KEY = SecretStr("simulated-not-a-real-key")


def simulated(settings: Settings, url: str) -> Settings:
    """Return `settings` with every simulated provider at `url`, the simulator's address."""
    vendor = ProviderSettings(base_url=f"{url}/v1", api_key=_KEY)
    azure = AzureSettings(api_version="2024-10-21")
    stand_ins = {
        "openai": vendor.model_copy(update={"models": (EXAMPLE_MODELS["openai"],)}),
        "anthropic": vendor.model_copy(update={"models": (EXAMPLE_MODELS["anthropic"],)}),
        "azure-openai": ProviderSettings(
            base_url=url, api_key=_KEY, models=(EXAMPLE_MODELS["openai"],), azure=azure
        ),
        "bedrock": ProviderSettings(
            base_url=url,
            api_key=_KEY,
            models=(EXAMPLE_MODELS["bedrock"],),
            bedrock=BedrockSettings(region="us-east-1", control_url=url),
        ),
        "google": ProviderSettings(
            base_url=f"{url}/v1beta", api_key=_KEY, models=(EXAMPLE_MODELS["google"],)
        ),
    }
    return settings.model_copy(update={"providers": {**settings.providers, **stand_ins}})
