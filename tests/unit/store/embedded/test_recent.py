"""A mapping that forgets what is not used."""

from ai_gateway.store.embedded.recent import Recent


def test_what_is_used_within_the_span_stays():
    kept = Recent[int](100)
    assert kept.get("a", 1_000) is None
    kept.put("a", 1)
    for now in range(1_050, 2_000, 50):
        assert kept.get("a", now) == 1


def test_what_is_not_used_is_forgotten_within_twice_the_span():
    kept = Recent[int](100)
    kept.get("a", 1_000)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("b", 1_150) == 2
    assert len(kept) == 2
    assert kept.get("b", 1_250) == 2
    assert dict(kept) == {"b": 2}


def test_after_a_long_sleep_nothing_is_left():
    kept = Recent[int](100)
    kept.get("a", 1_000)
    kept.put("a", 1)
    assert kept.get("a", 10_000) is None
    assert len(kept) == 0
