"""A first call that works when it is pasted into a shell."""

import json
from collections.abc import Mapping
from shlex import quote

from ai_gateway.config.settings import Settings
from ai_gateway.core.operation import Operation
from ai_gateway.providers.catalogue import catalogue

# A small, cheap model of each vendor, from the pages that the catalogue names as sources. Used
# for the example only, and only where the configuration names no model of that provider.
EXAMPLE_MODELS: Mapping[str, str] = {
    "openai": "gpt-5-mini",
    "anthropic": "claude-haiku-4-5",
    "bedrock": "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    "google": "gemini-2.5-flash",
    "vertex-ai": "gemini-2.5-flash",
    "groq": "openai/gpt-oss-20b",
    "mistral-ai": "mistral-small-latest",
    "together-ai": "openai/gpt-oss-20b",
    "openrouter": "openai/gpt-5-mini",
    "deepseek": "deepseek-chat",
    "x-ai": "grok-4",
    "fireworks-ai": "accounts/fireworks/models/gpt-oss-20b",
    "cerebras": "gpt-oss-120b",
    "perplexity-ai": "sonar",
}

_HELLO = [{"role": "user", "content": "Say hello."}]


def example_call(settings: Settings, url: str, provider: str | None) -> str:
    """Return a `curl` for `provider`, or one with the caller's own OpenAI key where it is None."""
    if provider is None:
        own_key = '-H "authorization: Bearer $OPENAI_API_KEY"'
        return _curl(f"{url}/v1/chat/completions", own_key, f"openai/{EXAMPLE_MODELS['openai']}")
    like = _like(settings, provider)
    model = _model(settings, provider, like)
    if model is None:
        return f"curl {url}/v1/models -H {quote(f'x-portkey-provider: {provider}')}"
    if Operation.MESSAGES not in catalogue()[like].operations:
        return _curl(f"{url}/v1/chat/completions", "", f"{provider}/{model}")
    return _curl(f"{url}/v1/messages", "", f"{provider}/{model}", max_tokens=100)


def _like(settings: Settings, provider: str) -> str:
    said = settings.providers.get(provider)
    return said.like if said is not None and said.like is not None else provider


def _model(settings: Settings, provider: str, like: str) -> str | None:
    said = settings.providers.get(provider)
    if said is not None and said.models:
        return said.models[0]
    if said is not None and said.azure is not None and said.azure.deployments:
        return next(iter(said.azure.deployments))
    aliases = settings.routing.models.values()
    named = next((alias.model for alias in aliases if alias.provider == provider), None)
    # The models of another address are the operator's own.
    elsewhere = said is not None and said.base_url is not None
    return named if named is not None or elsewhere else EXAMPLE_MODELS.get(like)


def _curl(url: str, header: str, model: str, **more: int) -> str:
    body = quote(json.dumps({"model": model, **more, "messages": _HELLO}))
    lines = [f"curl {url}", "-H 'content-type: application/json'", header, f"-d {body}"]
    return " \\\n  ".join(filter(None, lines))
