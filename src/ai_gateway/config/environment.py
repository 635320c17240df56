"""The one home of the process's environment, and what of it counts without being referred to."""

import os
from collections.abc import Mapping

from ai_gateway.config.document import Document, Value
from ai_gateway.providers.catalogue import CatalogueEntry, catalogue
from ai_gateway.transport.settings import LOOPBACK

CONFIG_VARIABLE = "AI_GATEWAY_CONFIG"
"""Names the configuration file where `--config` does not."""

# Lower case first, as curl has it.
_PROXY_VARIABLES = {
    "proxy": ("https_proxy", "HTTPS_PROXY"),
    "no_proxy": ("no_proxy", "NO_PROXY"),
}


def process_environment() -> dict[str, str]:
    """Return a copy of the process's environment; nothing else reads it."""
    return dict(os.environ)


def with_environment(document: Document, environment: Mapping[str, str]) -> Document:
    """Add a `${NAME}` for every conventional variable that is set and not overruled.

    These are the provider keys that the catalogue names and the proxy variables. They enter as
    references, exactly as an operator would have written them, so that whatever holds for
    references holds for them.
    """
    data = dict(document.data)
    if "providers" not in data:
        data["providers"] = {
            name: None for name, entry in catalogue().items() if _ready(entry, environment)
        }
    providers = data["providers"]
    if isinstance(providers, dict):
        data["providers"] = {
            name: _with_variables(name, value, environment) for name, value in providers.items()
        }
    transport = _section(data.get("transport"))
    if isinstance(transport, dict):
        data["transport"] = _with_proxy(transport, environment)
    return Document(data, document.lines)


def _ready(entry: CatalogueEntry, environment: Mapping[str, str]) -> bool:
    # Without an address a key is not enough, and whether a local server runs nobody knows.
    return entry.base_url is not None and _set(entry.key, environment)


def _with_variables(name: str, value: Value, environment: Mapping[str, str]) -> Value:
    """Return a provider with a reference for each of its variables that stands in for a setting."""
    provider = _section(value)
    if not isinstance(provider, dict):
        return provider
    like = provider.get("like")
    entry = catalogue().get(like if isinstance(like, str) else name)
    completed: dict[str, Value] = dict(provider)
    for setting, variable in () if entry is None else entry.variables.items():
        section, _, key = setting.partition(".")
        said = _section(completed.get(section))
        if isinstance(said, dict) and key not in said and _set(variable, environment):
            completed[section] = {**said, key: f"${{{variable}}}"}
    return _with_key(name, completed, environment)


def _with_key(name: str, provider: dict[str, Value], environment: Mapping[str, str]) -> Value:
    if "api_key" in provider:
        return provider
    like = provider.get("like")
    if like is not None and "base_url" in provider:
        # A vendor's key must not reach an address that merely speaks as that vendor does.
        return provider
    azure = provider.get("azure")
    if isinstance(azure, dict) and (azure.get("entra") or azure.get("entra_token")):
        return provider
    entry = catalogue().get(like if isinstance(like, str) else name)
    if entry is None or not _set(entry.key, environment):
        return provider
    return {**provider, "api_key": f"${{{entry.key}}}"}


def _with_proxy(transport: dict[str, Value], environment: Mapping[str, str]) -> dict[str, Value]:
    added: dict[str, Value] = {}
    for key, variables in _PROXY_VARIABLES.items():
        name = next((name for name in variables if _set(name, environment)), None)
        if name is not None:
            added[key] = f"${{{name}}}"
    if "no_proxy" in added:
        added["no_proxy"] = f"{added['no_proxy']},{LOOPBACK}"
    return {**added, **transport}


def _section(value: Value) -> Value:
    # `openai:` with nothing behind it is YAML's null, and means "as the defaults have it".
    return {} if value is None else value


def _set(name: str | None, environment: Mapping[str, str]) -> bool:
    return name is not None and bool(environment.get(name))
