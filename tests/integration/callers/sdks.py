"""The vendors' own SDKs as a caller would set them up: another address, any key, no retries."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import NamedTuple

from anthropic import AsyncAnthropic
from openai import AsyncOpenAI

PATIENCE = 10.0
"""Seconds after which a test fails rather than hang; no call comes near it."""


class Sdks(NamedTuple):
    """One client of each vendor, both pointed at the same address."""

    openai: AsyncOpenAI
    anthropic: AsyncAnthropic


@asynccontextmanager
async def sdks(url: str, key: str = "any-key") -> AsyncGenerator[Sdks]:
    """Open clients that call `url` with `key`, until the block is left."""
    async with (
        AsyncOpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0, timeout=PATIENCE) as openai,
        AsyncAnthropic(base_url=url, api_key=key, max_retries=0, timeout=PATIENCE) as anthropic,
    ):
        yield Sdks(openai, anthropic)
