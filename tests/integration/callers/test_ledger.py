"""One row for each call: what it used, and what ended it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import anthropic
import openai
import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.callers.ledger import Ledger, recorded
from tests.integration.callers.sdks import sdks
from tests.integration.gateways import settings_for

# 24 bytes in, and 34 out: four bytes a token.
SAID = "Hello there, dear friend"
ASKED: list[Any] = [{"role": "user", "content": SAID}]
TAKEN, MADE = 6, 9
# The simulator says that so many of the tokens were cached, and so many more spent on thought.
COUNTED = "@cached=4;reasoning=2"
OPENAI_USAGE = {
    "input_tokens": TAKEN,
    "output_tokens": MADE + 2,
    "cache_read_tokens": 4,
    "reasoning_tokens": 2,
}
ANTHROPIC_USAGE = {
    "input_tokens": TAKEN,
    "output_tokens": MADE + 2,
    "cache_read_tokens": 4,
    "cache_write_tokens": 0,
    "cache_write_1h_tokens": 0,
    "reasoning_tokens": 2,
}


class Stand(NamedTuple):
    """A gateway's callers, its ledger, and the simulator behind it."""

    openai: openai.AsyncOpenAI
    anthropic: anthropic.AsyncAnthropic
    ledger: Ledger
    simulator: Simulator


@pytest.fixture(scope="module")
async def stand(simulator: Simulator) -> AsyncIterator[Stand]:
    settings = settings_for(
        simulator.url,
        accounting={"log": True},
        transport={"first_byte_timeout": 1.0},
        providers={"keyless": {"like": "openai", "base_url": f"{simulator.url}/v1"}},
        routing={"models": {"fast": {"provider": "openai", "model": "gpt-5-mini"}}},
    )
    async with recorded(settings) as (gateway, ledger), sdks(gateway.url) as callers:
        yield Stand(*callers, ledger, simulator)


def identity(answer: Any) -> str:
    """Return the call's id from a raw response, a stream or an exception."""
    headers = answer.headers if hasattr(answer, "headers") else answer.response.headers
    return headers["x-ai-gateway-request-id"]


def said_of(row: dict[str, Any]) -> tuple[Any, ...]:
    names = ("operation", "dialect", "provider", "model", "stream", "status", "outcome")
    return tuple(row.get(name) for name in names)


def reported(row: dict[str, Any]) -> dict[str, int]:
    """Return the counts of a row."""
    words = ("model", "tier", "region")
    return {name: count for name, count in row["usage"].items() if name not in words}


async def drained(stream: Any) -> str:
    async for _ in stream:
        pass
    return identity(stream)


@pytest.mark.anyio
async def test_a_chat_is_on_record_with_its_usage(stand: Stand) -> None:
    model = f"gpt-5-mini{COUNTED}"
    raw = await stand.openai.chat.completions.with_raw_response.create(model=model, messages=ASKED)
    row = await stand.ledger.row(identity(raw))
    assert said_of(row) == ("chat", "openai-chat", "openai", model, None, 200, "complete")
    assert OPENAI_USAGE.items() <= row["usage"].items()
    assert 0 < row["first_byte_ms"] <= row["total_ms"]


@pytest.mark.anyio
async def test_a_streamed_chat_that_reports_usage_is_on_record_with_it(stand: Stand) -> None:
    model = f"gpt-5-mini{COUNTED}"
    stream = await stand.openai.chat.completions.create(
        model=model, messages=ASKED, stream=True, stream_options={"include_usage": True}
    )
    row = await stand.ledger.row(await drained(stream))
    assert said_of(row) == ("chat", "openai-chat", "openai", model, True, 200, "complete")
    assert OPENAI_USAGE.items() <= row["usage"].items()


@pytest.mark.anyio
async def test_a_streamed_chat_that_did_not_ask_for_usage_is_on_record_with_it(
    stand: Stand,
) -> None:
    stream = await stand.openai.chat.completions.create(
        model=f"gpt-5-mini{COUNTED}", messages=ASKED, stream=True
    )
    chunks = [chunk async for chunk in stream]
    row = await stand.ledger.row(identity(stream))
    assert OPENAI_USAGE.items() <= row["usage"].items()
    # The caller sees a stream as if nobody had asked.
    assert all(chunk.choices and chunk.usage is None for chunk in chunks)


@pytest.mark.anyio
@pytest.mark.parametrize("streamed", [False, True], ids=["plain", "streamed"])
async def test_a_response_is_on_record_with_its_usage(stand: Stand, streamed: bool) -> None:
    model = f"gpt-5-mini{COUNTED}"
    if streamed:
        stream = await stand.openai.responses.create(model=model, input=SAID, stream=True)
        request_id = await drained(stream)
    else:
        raw = await stand.openai.responses.with_raw_response.create(model=model, input=SAID)
        request_id = identity(raw)
    row = await stand.ledger.row(request_id)
    expected = ("responses", "openai-responses", "openai", model, streamed or None, 200, "complete")
    assert said_of(row) == expected
    assert OPENAI_USAGE.items() <= row["usage"].items()


@pytest.mark.anyio
@pytest.mark.parametrize("streamed", [False, True], ids=["plain", "streamed"])
async def test_a_message_is_on_record_with_its_usage(stand: Stand, streamed: bool) -> None:
    model = f"claude-haiku-4-5{COUNTED}"
    if streamed:
        stream = await stand.anthropic.messages.create(
            model=model, max_tokens=99, messages=ASKED, stream=True
        )
        request_id = await drained(stream)
    else:
        raw = await stand.anthropic.messages.with_raw_response.create(
            model=model, max_tokens=99, messages=ASKED
        )
        request_id = identity(raw)
    row = await stand.ledger.row(request_id)
    expected = ("messages", "anthropic-messages", "anthropic", model, streamed or None, 200)
    assert said_of(row) == (*expected, "complete")
    assert reported(row) == ANTHROPIC_USAGE


@pytest.mark.anyio
async def test_embeddings_use_no_output(stand: Stand) -> None:
    raw = await stand.openai.embeddings.with_raw_response.create(
        model="text-embedding-3-small", input=[SAID, SAID], dimensions=4
    )
    row = await stand.ledger.row(identity(raw))
    assert row["operation"] == "embeddings"
    assert reported(row) == {"input_tokens": 2 * TAKEN}


@pytest.mark.anyio
async def test_counting_tokens_uses_none(stand: Stand) -> None:
    raw = await stand.anthropic.messages.with_raw_response.count_tokens(
        model="claude-haiku-4-5", messages=ASKED
    )
    row = await stand.ledger.row(identity(raw))
    assert (row["operation"], row["outcome"], row.get("usage")) == (
        "count-tokens",
        "complete",
        None,
    )


@pytest.mark.anyio
async def test_an_image_is_on_record_with_its_usage(stand: Stand) -> None:
    raw = await stand.openai.images.with_raw_response.generate(model="gpt-image-1", prompt=SAID)
    row = await stand.ledger.row(identity(raw))
    usage = raw.parse().usage
    assert usage is not None
    assert usage.input_tokens == TAKEN
    assert reported(row) == {
        "input_tokens": TAKEN,
        "output_tokens": usage.output_tokens,
        "image_input_tokens": 0,
    }


@pytest.mark.anyio
async def test_a_transcription_is_on_record_with_its_usage(stand: Stand) -> None:
    raw = await stand.openai.audio.transcriptions.with_raw_response.create(
        model="gpt-4o-transcribe", file=("talk.wav", b"sound")
    )
    row = await stand.ledger.row(identity(raw))
    usage = raw.parse().usage
    assert usage is not None
    assert usage.type == "tokens"
    assert reported(row) == {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "audio_input_tokens": usage.input_tokens,
    }


@pytest.mark.anyio
async def test_a_call_that_is_only_passed_through_is_on_record(stand: Stand) -> None:
    raw = await stand.openai.files.with_raw_response.create(
        file=("data.bin", b"content"), purpose="user_data"
    )
    row = await stand.ledger.row(identity(raw))
    assert said_of(row) == ("passthrough", "openai-chat", "openai", None, None, 200, "complete")


@pytest.mark.anyio
async def test_an_alias_is_on_record_as_what_was_called(stand: Stand) -> None:
    raw = await stand.openai.chat.completions.with_raw_response.create(model="fast", messages=ASKED)
    row = await stand.ledger.row(identity(raw))
    assert (row["provider"], row["model"]) == ("openai", "gpt-5-mini")


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("model", "status", "outcome"),
    [
        # What the provider says is an answer, whatever it says.
        ("gpt-5-mini@status=429", 429, "complete"),
        ("gpt-5-mini@status=500", 500, "complete"),
        ("gpt-5-mini@disconnect", 502, "provider_died"),
        ("gpt-5-mini@garbage=http", 502, "provider_misbehaved"),
        ("gpt-5-mini@garbage=html", 502, "provider_error"),
        ("gpt-5-mini@hang", 504, "provider_timeout"),
    ],
)
async def test_a_failure_is_on_record_under_its_code(
    stand: Stand, model: str, status: int, outcome: str
) -> None:
    with pytest.raises(openai.APIStatusError) as raised:
        await stand.openai.chat.completions.create(model=model, messages=ASKED)
    assert raised.value.status_code == status
    row = await stand.ledger.row(identity(raised.value))
    assert (row["status"], row["outcome"], row.get("usage")) == (status, outcome, None)


@pytest.mark.anyio
async def test_a_refusal_is_on_record(stand: Stand) -> None:
    with pytest.raises(openai.AuthenticationError) as raised:
        await stand.openai.chat.completions.create(
            model="keyless/gpt-5-mini",
            messages=ASKED,
            extra_headers={"Authorization": openai.omit},
        )
    row = await stand.ledger.row(identity(raised.value))
    assert (row["status"], row["outcome"]) == (401, "missing_credential")


@pytest.mark.anyio
async def test_a_stream_that_dies_is_on_record_with_what_was_reported(stand: Stand) -> None:
    stream = await stand.anthropic.messages.create(
        model="claude-haiku-4-5@die-after=4", max_tokens=99, messages=ASKED, stream=True
    )
    with pytest.raises(anthropic.APIStatusError):
        await drained(stream)
    row = await stand.ledger.row(identity(stream))
    # The status was sent before; the outcome says how it ended.
    assert (row["status"], row["outcome"]) == (200, "provider_died")
    assert row["usage"]["input_tokens"] == TAKEN


@pytest.mark.anyio
async def test_a_caller_that_leaves_a_stream_is_on_record_and_ends_it_upstream(
    stand: Stand,
) -> None:
    cancelled = stand.simulator.cancelled_calls
    stream = await stand.anthropic.messages.create(
        model="claude-haiku-4-5@hang-after=4", max_tokens=99, messages=ASKED, stream=True
    )
    await anext(aiter(stream))
    await stream.close()
    row = await stand.ledger.row(identity(stream))
    assert (row["status"], row["outcome"]) == (200, "caller_left")
    assert row["usage"]["input_tokens"] == TAKEN
    async with asyncio.timeout(1):
        await stand.simulator.wait_until(lambda: stand.simulator.cancelled_calls == cancelled + 1)


@pytest.mark.anyio
async def test_a_caller_that_leaves_before_the_answer_is_on_record(stand: Stand) -> None:
    open_calls = stand.simulator.open_calls
    call = asyncio.ensure_future(
        stand.openai.chat.completions.create(model="gpt-5-mini@hang", messages=ASKED)
    )
    async with asyncio.timeout(5):
        await stand.simulator.wait_until(lambda: stand.simulator.open_calls == open_calls + 1)
    call.cancel()
    row = await stand.ledger.next_row()
    assert (row["outcome"], row.get("status")) == ("caller_left", None)
    with pytest.raises(asyncio.CancelledError):
        await call
