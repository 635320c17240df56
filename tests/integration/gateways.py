"""Gateways in the test's own process and event loop, in front of a simulator."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from pydantic import SecretStr

from ai_gateway.app import Gateway, build
from ai_gateway.config.settings import Settings

KEY = SecretStr("sk-test-0123456789")


def settings_for(upstream: str, **sections: Mapping[str, object]) -> Settings:
    """Return settings of a gateway whose providers all answer at `upstream`.

    A section given by name is laid over the one that is made here; both listeners take a free
    port, and no line is written for a call.
    """
    vendor = {"base_url": f"{upstream}/v1", "api_key": KEY}
    values: dict[str, Mapping[str, object]] = {
        "edge": {"port": 0, "drain_grace": 0.0},
        "admin": {"port": 0},
        "accounting": {"log": False},
        "providers": {
            "openai": vendor,
            "anthropic": vendor,
            "azure-openai": {
                "base_url": upstream,
                "api_key": KEY,
                "azure": {"api_version": "2024-10-21"},
            },
        },
    }
    for name, section in sections.items():
        values[name] = {**values.get(name, {}), **section}
    return Settings.model_validate(values)


@asynccontextmanager
async def running(settings: Settings) -> AsyncGenerator[Gateway]:
    """Run a gateway until the block is left."""
    async with build(settings) as gateway:
        yield gateway
