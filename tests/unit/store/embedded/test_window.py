"""A sliding window by parts: never above the limit, never below 60 of 61 parts of it."""

from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.store.embedded.window import BUCKETS, Window, bucket_ms

START = 1_795_000_000_000


def test_a_part_is_never_too_short():
    assert bucket_ms(60) == 1_000
    assert bucket_ms(1) * BUCKETS >= 1_000
    assert bucket_ms(86_400) == 1_440_000


def test_what_was_used_counts_until_its_part_is_wholly_past():
    window = Window(60)
    assert window.used(START) == 0
    window.add(START + 999, 5)
    assert window.used(START + 60_999) == 5
    assert window.used(START + 61_000) == 0


def test_a_window_that_slept_forgets_everything():
    window = Window(60)
    for second in range(60):
        window.used(START + second * 1000)
        window.add(START + second * 1000, 1)
    assert window.used(START + 10**9) == 0
    assert window.counts == {}


def test_a_correction_changes_what_was_counted_then():
    window = Window(60)
    window.add(START, 100)
    window.correct(START, -70)
    assert window.used(START) == 30
    window.correct(START, 50)
    assert window.used(START + 60_000) == 80
    assert window.used(START + 61_000) == 0


def test_a_correction_of_what_is_past_changes_nothing():
    window = Window(60)
    window.add(START, 100)
    window.used(START + 61_000)
    window.correct(START, -70)
    assert window.used(START + 61_000) == 0


def test_the_wait_ends_when_enough_is_past():
    window = Window(60)
    window.add(START, 3)
    window.add(START + 10_000, 4)
    assert window.wait(START + 20_000, 7) == 0
    assert window.wait(START + 20_000, 6) == 41_000
    assert window.wait(START + 20_000, 4) == 41_000
    assert window.wait(START + 20_000, 3) == 51_000
    assert window.wait(START + 20_000, 2) == 51_000
    assert window.wait(START + 20_000, -1) is None


def test_a_clock_that_is_set_back_forgets_nothing():
    window = Window(60)
    window.used(START)
    window.add(START, 1)
    assert window.used(START - 30_000) == 1
    window.add(START - 30_000, 1)
    assert window.used(START + 60_000) == 2
    assert window.used(START + 61_000) == 0


def test_what_was_kept_is_known_again():
    window = Window(60)
    window.add(START, 3)
    window.add(START + 1_000, 4)
    again = Window(60, dict(window.counts))
    assert again.used(START + 60_000) == 7
    assert again.used(START + 61_000) == 4


@given(gaps=st.lists(st.integers(0, 400), min_size=200, max_size=600), limit=st.integers(5, 60))
def test_no_stretch_of_a_window_has_more_than_the_limit(gaps: list[int], limit: int):
    window, now, let_in = Window(10), START, list[int]()
    for gap in gaps:
        now += gap
        if window.used(now) + 1 <= limit:
            window.add(now, 1)
            let_in.append(now)
    for number, at in enumerate(let_in):
        assert sum(1 for other in let_in[number:] if other < at + 10_000) <= limit


@given(pause=st.integers(1, 40), limit=st.integers(20, 200))
def test_under_pressure_a_stretch_one_part_longer_is_full(pause: int, limit: int):
    window, let_in = Window(10), list[int]()
    for now in range(START, START + 40_000, pause):
        if window.used(now) + 1 <= limit:
            window.add(now, 1)
            let_in.append(now)
    offered = 10_000 // pause
    longer = (BUCKETS + 1) * bucket_ms(10) + pause
    for start in range(START, START + 40_000 - longer, 500):
        within = sum(1 for at in let_in if start <= at <= start + longer)
        assert within >= min(limit, offered)
