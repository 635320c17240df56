"""The providers that need code of their own, by the name that the catalogue gives their quirks."""

from collections.abc import Callable, Mapping
from pkgutil import resolve_name
from typing import TypeAlias, cast

from ai_gateway.providers.blueprint import Blueprint
from ai_gateway.providers.catalogued import make_catalogued
from ai_gateway.providers.contract import Provider

Make: TypeAlias = Callable[[Blueprint], Provider]
"""Makes a provider. Raises `ValueError` where settings are missing that it cannot do without."""

# Names, not functions: Amazon's and Google's libraries take 25 MB each, and are imported only
# where one of their providers is configured.
QUIRKS: Mapping[str, str] = {
    "azure-openai": "ai_gateway.providers.azure_openai:make_azure_openai",
    "bedrock": "ai_gateway.providers.bedrock.provider:make_bedrock",
    "google": "ai_gateway.providers.google:make_google",
    "vertex-ai": "ai_gateway.providers.vertex_ai:make_vertex_ai",
}


def maker(quirks: str | None) -> Make:
    """Return what makes the providers of these quirks, None for those that have none."""
    return make_catalogued if quirks is None else cast(Make, resolve_name(QUIRKS[quirks]))
