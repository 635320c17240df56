"""The providers that need code of their own, by the name that the catalogue gives their quirks."""

from collections.abc import Mapping

from ai_gateway.providers.azure_openai import AzureOpenAI
from ai_gateway.providers.catalogued import CataloguedProvider

QUIRKS: Mapping[str, type[CataloguedProvider]] = {
    "azure-openai": AzureOpenAI,
}
