"""The table of stores, by the names of the configuration."""

import time
from pathlib import Path
from typing import get_args

import pytest

from ai_gateway.store.builtin import BACKENDS
from ai_gateway.store.contract import StoreUnavailable
from ai_gateway.store.embedded.store import EmbeddedStore
from ai_gateway.store.fallback import Fallback
from ai_gateway.store.settings import RedisSettings, StoreSettings


def test_the_table_has_every_backend_that_can_be_configured():
    named = get_args(StoreSettings.model_fields["backend"].annotation)
    assert set(BACKENDS) == set(named)


@pytest.mark.anyio
async def test_each_backend_opens(tmp_path: Path):
    embedded = BACKENDS["embedded"](StoreSettings(path=tmp_path / "s.db"), time.time, None)
    assert isinstance(embedded, EmbeddedStore)
    assert embedded.status()["durable"]
    await embedded.aclose()
    settings = StoreSettings(backend="redis", redis=RedisSettings(host="127.0.0.1"))
    redis = BACKENDS["redis"](settings, time.time, None)
    assert isinstance(redis, Fallback)
    await redis.aclose()


def test_a_redis_that_is_not_named_cannot_be_opened():
    with pytest.raises(StoreUnavailable, match=r"store\.redis"):
        BACKENDS["redis"](StoreSettings(), time.time, None)
