"""Everything that Anthropic's SDK does with nothing but its base URL changed."""

import anthropic
import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.callers.sdks import Sdks

CONTENT = bytes(range(256)) * 1024
"""Every byte there is, more than once through every buffer on the way."""


@pytest.mark.anyio
async def test_tokens_are_counted(callers: Sdks) -> None:
    answer = await callers.anthropic.messages.count_tokens(
        model="claude-haiku-4-5", messages=[{"role": "user", "content": "x" * 41}]
    )
    # Four bytes a token.
    assert answer.input_tokens == 11


@pytest.mark.anyio
async def test_a_file_is_uploaded_listed_read_and_deleted(callers: Sdks) -> None:
    files = callers.anthropic.files
    made = await files.upload(file=("data.bin", CONTENT, "application/octet-stream"))
    assert (made.filename, made.size_bytes) == ("data.bin", len(CONTENT))
    assert [file.id async for file in files.list()] == [made.id]
    assert (await files.retrieve_metadata(made.id)).filename == "data.bin"
    assert await (await files.download(made.id)).read() == CONTENT
    await files.delete(made.id)
    with pytest.raises(anthropic.NotFoundError, match="File not found"):
        await files.retrieve_metadata(made.id)


@pytest.mark.anyio
async def test_betas_and_version_reach_the_provider(callers: Sdks, simulator: Simulator) -> None:
    await callers.anthropic.messages.create(
        model="claude-haiku-4-5",
        max_tokens=9,
        messages=[{"role": "user", "content": "hello"}],
        extra_headers={"anthropic-beta": "context-1m-2025-08-07"},
    )
    fields = dict(simulator.requests[-1].headers)
    assert fields[b"anthropic-beta"] == b"context-1m-2025-08-07"
    assert fields[b"anthropic-version"]


@pytest.mark.anyio
async def test_a_thinking_model_streams_its_thoughts(callers: Sdks) -> None:
    async with callers.anthropic.messages.stream(
        model="claude-haiku-4-5",
        max_tokens=2048,
        thinking={"type": "enabled", "budget_tokens": 1024},
        messages=[{"role": "user", "content": "hello"}],
    ) as stream:
        answer = await stream.get_final_message()
    assert [block.type for block in answer.content] == ["thinking", "text"]


@pytest.mark.anyio
async def test_what_the_provider_does_not_know_is_its_own_404(callers: Sdks) -> None:
    with pytest.raises(anthropic.NotFoundError) as raised:
        await callers.anthropic.messages.batches.list()
    assert raised.value.type == "not_found_error"
