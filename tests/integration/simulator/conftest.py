"""A simulator, and the vendors' own clients pointed straight at it."""

from collections.abc import AsyncIterator

import pytest
from anthropic import AsyncAnthropic
from openai import AsyncAzureOpenAI, AsyncOpenAI

from ai_gateway.simulator.server import Simulator


@pytest.fixture
async def simulator(anyio_backend: object) -> AsyncIterator[Simulator]:
    async with Simulator() as running:
        yield running


@pytest.fixture
async def openai(simulator: Simulator) -> AsyncIterator[AsyncOpenAI]:
    url = f"{simulator.url}/v1"
    async with AsyncOpenAI(api_key="sk-good", base_url=url, max_retries=0, timeout=10) as client:
        yield client


@pytest.fixture
async def anthropic(simulator: Simulator) -> AsyncIterator[AsyncAnthropic]:
    client = AsyncAnthropic(
        api_key="sk-ant-good", base_url=simulator.url, max_retries=0, timeout=10
    )
    async with client:
        yield client


@pytest.fixture
async def azure(simulator: Simulator) -> AsyncIterator[AsyncAzureOpenAI]:
    client = AsyncAzureOpenAI(
        api_key="good",
        azure_endpoint=simulator.url,
        api_version="2024-10-21",
        max_retries=0,
        timeout=10,
    )
    async with client:
        yield client
