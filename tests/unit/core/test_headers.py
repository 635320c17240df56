"""Header fields keep their order, and never show their values."""

from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.headers import Headers

PAIRS = st.lists(st.tuples(st.sampled_from([b"a", b"b", b"authorization"]), st.binary()))


@given(PAIRS)
def test_pairs_stay_as_they_came(pairs: list[tuple[bytes, bytes]]):
    headers = Headers(iter(pairs))
    assert headers.pairs == pairs
    assert list(headers) == pairs


@given(PAIRS)
def test_the_last_of_a_repeated_name_is_found(pairs: list[tuple[bytes, bytes]]):
    headers = Headers(pairs)
    for name, value in dict(pairs).items():
        assert headers.get(name) == value
        assert headers.text(name) == value.decode("latin-1")
        assert name in headers


def test_an_absent_name_is_none():
    headers = Headers([(b"a", b"1")])
    assert headers.get(b"b") is headers.text(b"b") is None
    assert b"b" not in headers


def test_without_pairs_there_are_none():
    assert Headers().pairs == []


def test_its_repr_names_the_fields_and_hides_the_values():
    headers = Headers([(b"authorization", b"Bearer sk-1"), (b"accept", b"secret")])
    assert repr(headers) == "Headers(authorization, accept)"
