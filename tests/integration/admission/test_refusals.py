"""Limits as the vendors' SDKs see them, and slots that end with their calls."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import anthropic
import openai
import pytest

from ai_gateway.auth.gateway_key import make_key
from ai_gateway.simulator.server import Simulator
from tests.conformance.store.server import until
from tests.integration.callers.sdks import Sdks, sdks
from tests.integration.gateways import running, settings_for


@asynccontextmanager
async def callers_of(
    directory: Path, client: Mapping[str, object], **sections: Mapping[str, object]
) -> AsyncGenerator[Sdks]:
    """Run a gateway whose one client has that policy, and give it SDKs."""
    key = make_key()
    given: dict[str, Mapping[str, object]] = {
        "auth": {
            "keys": {key.id: {"client": "team", "sha256": key.sha256}},
            "audit_file": directory / "audit.jsonl",
        },
        "clients": {"team": client},
        **sections,
    }
    async with (
        Simulator() as simulator,
        running(settings_for(simulator.url, **given)) as gateway,
        sdks(gateway.url, key.text) as callers,
    ):
        yield callers


async def ask_openai(callers: Sdks, *, times: int = 1) -> None:
    for _ in range(times):
        await callers.openai.chat.completions.create(
            model="gpt-5-mini", messages=[{"role": "user", "content": "hi"}]
        )


async def ask_anthropic(callers: Sdks) -> None:
    await callers.anthropic.messages.create(
        model="claude-haiku-4-5", max_tokens=30, messages=[{"role": "user", "content": "hi"}]
    )


@pytest.mark.anyio
async def test_openais_sdk_raises_its_rate_limit_error_and_learns_when_to_come_back(tmp_path: Path):
    async with callers_of(tmp_path, {"limits": {"requests_per_minute": 2}}) as callers:
        await ask_openai(callers, times=2)
        with pytest.raises(openai.RateLimitError) as refused:
            await ask_openai(callers)
    fields = refused.value.response.headers
    assert 0 < int(fields["retry-after"]) <= 61
    assert (fields["x-ratelimit-limit-requests"], fields["x-ratelimit-remaining-requests"]) == (
        "2",
        "0",
    )
    assert refused.value.code == "limit_exceeded"


@pytest.mark.anyio
async def test_anthropics_sdk_raises_its_rate_limit_error_in_anthropics_words(tmp_path: Path):
    async with callers_of(tmp_path, {"limits": {"requests_per_minute": 1}}) as callers:
        await ask_anthropic(callers)
        with pytest.raises(anthropic.RateLimitError) as refused:
            await ask_anthropic(callers)
    fields = refused.value.response.headers
    assert fields["anthropic-ratelimit-requests-limit"] == "1"
    reset = datetime.fromisoformat(fields["anthropic-ratelimit-requests-reset"])
    assert reset > datetime.now(UTC)
    assert refused.value.type == "rate_limit_error"


@pytest.mark.anyio
async def test_sdks_do_not_try_again_what_can_never_fit(tmp_path: Path):
    async with callers_of(tmp_path, {"limits": {"tokens_per_minute": 10}}) as callers:
        stubborn = callers.openai.with_options(max_retries=5)
        with pytest.raises(openai.RateLimitError, match="this call alone takes more") as refused:
            await stubborn.chat.completions.create(
                model="gpt-5-mini", max_tokens=900, messages=[{"role": "user", "content": "hi"}]
            )
    assert refused.value.response.request.headers["x-stainless-retry-count"] == "0"


@pytest.mark.anyio
async def test_a_slot_is_held_by_a_stream_and_free_when_its_caller_leaves(tmp_path: Path):
    async with callers_of(tmp_path, {"limits": {"concurrency": 1}}) as callers:
        stream = await callers.openai.chat.completions.create(
            model="gpt-5-mini@chunks=500;slow=20",
            stream=True,
            messages=[{"role": "user", "content": "hi"}],
        )
        await anext(aiter(stream))
        with pytest.raises(openai.RateLimitError, match="1 calls in flight"):
            await ask_openai(callers)
        await stream.close()
        await until(lambda: let_in(callers))


async def let_in(callers: Sdks) -> bool:
    try:
        await ask_openai(callers)
    except openai.RateLimitError:
        return False
    return True


@pytest.mark.anyio
async def test_an_unpriced_model_is_refused_where_a_hard_budget_counts(tmp_path: Path):
    budget = {"budgets": [{"amount_usd": "5.00"}]}
    async with callers_of(tmp_path, budget) as callers:
        with pytest.raises(openai.PermissionDeniedError, match="price of the model"):
            await callers.openai.chat.completions.create(
                model="gpt-nobody-priced", messages=[{"role": "user", "content": "hi"}]
            )


@pytest.mark.anyio
async def test_what_was_spent_of_a_rate_survives_a_restart(tmp_path: Path):
    limits = {"limits": {"requests_per_minute": 1}}
    kept = {"path": tmp_path / "store.db"}
    async with callers_of(tmp_path, limits, store=kept) as callers:
        await ask_openai(callers)
    async with callers_of(tmp_path, limits, store=kept) as callers:
        with pytest.raises(openai.RateLimitError):
            await ask_openai(callers)
