"""Keys are fetched when they are needed, seldom, and kept through an outage."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

import pytest

from ai_gateway.auth.issuer_keys import FetchedKeys, IssuerKeys, KeysNotFetched
from ai_gateway.auth.jwk import VerificationKey, read_keys
from ai_gateway.auth.settings import AuthSettings
from ai_gateway.core.errors import IssuerUnavailable
from tests.signers import Signer

pytestmark = pytest.mark.anyio

SETTINGS = AuthSettings(keys_refresh=3600, keys_refetch=60, keys_grace=86400)


class Stand:
    """The keys of one issuer, which a test changes or takes away, and a clock."""

    def __init__(self, *names: str) -> None:
        self.now = 0.0
        self.names = list(names)
        self.down = False
        self.fetches = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.keys: IssuerKeys = FetchedKeys(
            "pool", self._fetch, SETTINGS, self._spawn, lambda: self.now
        )

    async def _fetch(self) -> Mapping[str, VerificationKey]:
        self.fetches += 1
        await self.gate.wait()
        if self.down:
            raise KeysNotFetched("nobody answers")
        return read_keys([Signer("k", "ES256").jwk(kid=name) for name in self.names])

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> "asyncio.Task[None]":
        return asyncio.create_task(work, name=name)

    async def has(self, kid: str) -> bool:
        return await self.keys.key(kid) is not None


async def test_the_first_call_fetches_and_the_next_one_does_not():
    stand = Stand("a")
    assert await stand.has("a")
    assert await stand.has("a")
    assert stand.fetches == 1


async def test_calls_at_the_same_time_share_one_fetch():
    stand = Stand("a")
    stand.gate.clear()
    waiting = [asyncio.create_task(stand.has("a")) for _ in range(5)]
    await asyncio.sleep(0)
    waiting.pop().cancel()
    stand.gate.set()
    assert await asyncio.gather(*waiting) == [True] * 4
    assert stand.fetches == 1


async def test_unknown_ids_cause_one_fetch_in_the_interval():
    stand = Stand("a")
    assert await stand.has("a")
    stand.now = 59.0
    for i in range(100):
        assert not await stand.has(f"made-up-{i}")
    assert stand.fetches == 1
    stand.now = 60.0
    for i in range(100):
        assert not await stand.has(f"made-up-{i}")
    assert stand.fetches == 2


async def test_a_new_key_is_found_once_the_interval_is_over():
    stand = Stand("a")
    assert await stand.has("a")
    stand.names = ["b"]
    stand.now = 61.0
    assert await stand.has("b")
    assert not await stand.has("a")


async def test_known_keys_are_renewed_beside_the_call_that_finds_them_old():
    stand = Stand("a")
    assert await stand.has("a")
    stand.now = 3600.0
    stand.names = ["b"]
    stand.gate.clear()
    assert await stand.has("a")
    stand.gate.set()
    for _ in range(5):
        await asyncio.sleep(0)
    assert stand.fetches == 2
    assert not await stand.has("a")


async def test_known_keys_hold_through_an_outage_for_as_long_as_is_stated():
    stand = Stand("a")
    assert await stand.has("a")
    stand.down = True
    for stand.now in (3600.0, 50_000.0, 86_399.0):
        assert await stand.has("a")
    stand.now = 86_400.0
    with pytest.raises(IssuerUnavailable, match="nobody answers") as refused:
        await stand.has("a")
    assert refused.value.retry_after == 60
    stand.down = False
    stand.now += 60.0
    assert await stand.has("a")


async def test_an_issuer_that_never_answered_is_asked_again_after_the_interval():
    stand = Stand("a")
    stand.down = True
    for _ in range(10):
        with pytest.raises(IssuerUnavailable):
            await stand.has("a")
    assert stand.fetches == 1
    stand.down = False
    stand.now = 60.0
    assert await stand.has("a")


async def test_what_was_verified_is_good_until_the_keys_are_renewed():
    stand = Stand("a")
    await stand.has("a")
    assert stand.keys.good_until == 3600.0
    stand.down = True
    stand.now = 3600.0
    await stand.has("a")
    for _ in range(5):
        await asyncio.sleep(0)
    assert stand.keys.good_until == 86_400.0
