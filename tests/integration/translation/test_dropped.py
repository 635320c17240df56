"""What a provider cannot be asked for is refused by its name, or left out and named."""

from typing import Any

import anthropic
import pytest

from tests.integration.callers.matrix.columns import ASKED, RESULT
from tests.integration.callers.sdks import Sdks
from tests.integration.translation.matrix.columns import COLUMNS
from tests.integration.translation.matrix.content import BYTES, MARKED, STOP, TOOL

MODELS = {column.provider: f"{column.provider}/{column.model}" for column in COLUMNS}
SIGNED = {"type": "thinking", "thinking": "Hm.", "signature": BYTES}
CALL = {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {}}


async def dropped(callers: Sdks, provider: str, messages: Any, params: Any) -> str | None:
    """Return what the gateway says that it left out of a message."""
    raw = await callers.anthropic.messages.with_raw_response.create(
        model=MODELS[provider], max_tokens=100, messages=messages, **params
    )
    return raw.headers.get("x-ai-gateway-dropped")


@pytest.mark.anyio
@pytest.mark.parametrize("provider", ["openai", "azure-openai", "vllm", "llama.cpp"])
async def test_a_cache_mark_is_named(provider: str, callers: Sdks) -> None:
    messages = [{"role": "user", "content": [MARKED["anthropic-messages"]]}]
    assert await dropped(callers, provider, messages, {}) == "cache_control"


@pytest.mark.anyio
@pytest.mark.parametrize("provider", ["openai", "azure-openai", "vllm", "llama.cpp"])
async def test_another_providers_thought_is_named(provider: str, callers: Sdks) -> None:
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": RESULT}
    messages = [
        {"role": "user", "content": ASKED},
        {"role": "assistant", "content": [SIGNED, CALL]},
        {"role": "user", "content": [result]},
    ]
    params = TOOL["anthropic-messages"]
    assert await dropped(callers, provider, messages, params) == "thinking"


@pytest.mark.anyio
async def test_nothing_is_named_where_nothing_is_left_out(callers: Sdks) -> None:
    messages = [{"role": "user", "content": ASKED}]
    assert await dropped(callers, "openai", messages, TOOL["anthropic-messages"]) is None


@pytest.mark.anyio
@pytest.mark.parametrize("provider", ["openai", "azure-openai"])
async def test_stop_sequences_are_refused_by_the_callers_name(provider: str, callers: Sdks) -> None:
    with pytest.raises(anthropic.BadRequestError, match="stop_sequences"):
        await dropped(
            callers,
            provider,
            [{"role": "user", "content": ASKED}],
            STOP["anthropic-messages"],
        )
