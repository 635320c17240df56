"""Gateway keys are made at random, shown once, and found by comparison in constant time."""

import statistics
import time
from hashlib import sha256

import pytest

from ai_gateway.auth import gateway_key as module
from ai_gateway.auth.gateway_key import HeldKey, NewKey, find, make_key


def held(key: NewKey, expires: float | None = None) -> dict[str, HeldKey]:
    return {key.id: HeldKey("laptop", bytes.fromhex(key.sha256), frozenset({"invoke"}), expires)}


def test_a_key_says_what_it_is_and_no_two_are_alike():
    one, two = make_key(), make_key()
    assert one.text.startswith(f"agw_{one.id}_")
    assert one.sha256 == sha256(one.text.encode()).hexdigest()
    assert one.text != two.text
    assert one.id != two.id
    assert one.text not in repr(one)


def test_a_key_is_found_by_all_of_it():
    key = make_key()
    keys = held(key)
    assert find(keys, key.text.encode(), 0.0) == (key.id, keys[key.id])


@pytest.mark.parametrize("cut", [3, 4, 10, 21, -1])
def test_a_part_of_a_key_is_none(cut: int):
    key = make_key()
    assert find(held(key), key.text[:cut].encode(), 0.0) is None


def test_the_hash_of_a_key_is_none_itself():
    key = make_key()
    assert find(held(key), f"agw_{key.id}_{key.sha256}".encode(), 0.0) is None


def test_a_key_ends_when_it_expires():
    key = make_key()
    assert find(held(key, 100.0), key.text.encode(), 99.9) is not None
    assert find(held(key, 100.0), key.text.encode(), 100.0) is None


def test_an_unknown_id_is_compared_like_any_other(monkeypatch: pytest.MonkeyPatch):
    compared: list[tuple[bytes, bytes]] = []

    def note(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr(module, "compare_digest", note)
    key = make_key()
    for text in (key.text, make_key().text, "agw_", "agw_x"):
        assert find(held(key), text.encode(), 0.0) is None
    assert [(len(one), len(other)) for one, other in compared] == [(32, 32)] * 4


def test_how_long_it_takes_does_not_tell_how_much_was_right():
    """The first and the last character of the secret, and an unknown id, take the same time."""
    key = make_key()
    keys = held(key)
    begin = len(f"agw_{key.id}_")
    wrong = [
        (key.text[:begin] + "!" + key.text[begin + 1 :]).encode(),
        (key.text[:-1] + "!").encode(),
        make_key().text.encode(),
    ]

    def spread() -> float:
        taken: list[list[int]] = [[], [], []]
        for _ in range(4000):
            for text, times in zip(wrong, taken, strict=True):
                began = time.perf_counter_ns()
                find(keys, text, 0.0)
                times.append(time.perf_counter_ns() - began)
        medians = [statistics.median(times) for times in taken]
        return max(medians) / min(medians)

    # A busy machine disturbs a round, and no round is needed once one was quiet.
    assert min(spread() for _ in range(5)) < 1.15
