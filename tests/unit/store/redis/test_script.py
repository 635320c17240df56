"""The scripts are those beside the module, known by their SHA-1, and say what they take."""

import hashlib

import pytest

from ai_gateway.store.embedded.window import BUCKETS
from ai_gateway.store.redis.script import ADMIT, BALANCE, RENEW, SETTLE, Script


@pytest.mark.parametrize("script", [ADMIT, BALANCE, RENEW, SETTLE])
def test_a_script_is_known_by_the_hash_of_its_text(script: Script):
    assert script.sha == hashlib.sha1(script.text.encode()).hexdigest()
    assert "-- KEYS" in script.text
    assert "-- gives" in script.text


def test_both_stores_divide_a_window_alike():
    assert f"local PARTS = {BUCKETS}\n" in ADMIT.text


def test_the_server_tells_the_time():
    assert "redis.call('TIME')" in ADMIT.text
    assert "redis.call('TIME')" in RENEW.text
