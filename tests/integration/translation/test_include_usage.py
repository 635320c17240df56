"""`stream_options.include_usage` means the same whoever answers a chat caller's stream."""

import pytest
from openai.types.chat import ChatCompletionChunk

from ai_gateway.simulator.server import Simulator
from tests.integration.callers.sdks import Sdks
from tests.integration.translation.matrix.columns import COLUMNS, Column

PROVIDERS = [column for column in COLUMNS if column.provider in ("anthropic", "llama.cpp")]


async def chunks(callers: Sdks, column: Column, *, include: bool) -> list[ChatCompletionChunk]:
    stream = await callers.openai.chat.completions.create(
        model=f"{column.provider}/{column.model}@cached=1",
        messages=[{"role": "user", "content": "hello"}],
        stream=True,
        stream_options={"include_usage": include},
    )
    return [chunk async for chunk in stream]


@pytest.mark.anyio
@pytest.mark.parametrize("column", PROVIDERS, ids=lambda column: column.provider)
async def test_who_asks_for_usage_gets_it_last(
    column: Column, callers: Sdks, simulator: Simulator
) -> None:
    *said, last = await chunks(callers, column, include=True)
    assert all(chunk.usage is None for chunk in said)
    assert last.choices == []
    assert last.usage is not None
    details = last.usage.prompt_tokens_details
    assert details is not None
    assert (last.usage.prompt_tokens, details.cached_tokens) == (2, 1)
    assert last.usage.total_tokens == 6


@pytest.mark.anyio
@pytest.mark.parametrize("column", PROVIDERS, ids=lambda column: column.provider)
async def test_who_does_not_ask_sees_none(
    column: Column, callers: Sdks, simulator: Simulator
) -> None:
    said = await chunks(callers, column, include=False)
    assert all(chunk.usage is None and chunk.choices for chunk in said)
