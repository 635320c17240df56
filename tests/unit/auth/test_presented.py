"""The credential that a call shows, and what is left of its header fields."""

import pytest

from ai_gateway.auth.presented import presented
from ai_gateway.core.errors import InvalidCredential
from ai_gateway.core.headers import HeaderPairs, Headers

HOST = (b"host", b"gateway")


def shown(*fields: tuple[bytes, bytes]) -> tuple[bytes, HeaderPairs, HeaderPairs]:
    return presented(Headers([HOST, *fields]))


@pytest.mark.parametrize(
    "field",
    [
        (b"authorization", b"Bearer t.o.k"),
        (b"authorization", b"bearer  t.o.k "),
        (b"x-api-key", b"t.o.k"),
        (b"api-key", b"t.o.k"),
        (b"x-goog-api-key", b"t.o.k"),
        (b"x-portkey-api-key", b"t.o.k"),
    ],
)
def test_each_place_where_an_sdk_puts_a_key_is_read(field: tuple[bytes, bytes]):
    assert shown(field) == (b"t.o.k", [HOST], [])


def test_the_same_credential_in_two_places_is_one():
    both = shown((b"x-api-key", b"t"), (b"authorization", b"Bearer t"))
    assert both == (b"t", [HOST], [])


def test_portkeys_field_wins_and_leaves_the_vendors_for_the_provider():
    vendors = (b"authorization", b"Bearer sk-mine")
    assert shown(vendors, (b"x-portkey-api-key", b"t")) == (b"t", [HOST], [vendors])


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ([], "shows no credential"),
        ([(b"x-api-key", b"a"), (b"x-api-key", b"a")], "came twice"),
        ([(b"x-api-key", b"a"), (b"api-key", b"b")], "in x-api-key and api-key"),
        ([(b"authorization", b"Basic dTpw")], "not of the scheme Bearer"),
        ([(b"authorization", b"Bearer ")], "authorization holds no credential"),
        ([(b"authorization", b"Bearer a b")], "holds no credential"),
        ([(b"x-api-key", b"")], "x-api-key holds no credential"),
        ([(b"x-api-key", b"a" * 8193)], "up to 8192 characters"),
        ([(b"x-api-key", b"\xfc")], "of ASCII"),
        ([(b"x-portkey-api-key", b""), (b"x-api-key", b"a")], "x-portkey-api-key holds no"),
    ],
)
def test_what_is_no_one_credential_is_refused_and_not_repeated(fields: HeaderPairs, says: str):
    with pytest.raises(InvalidCredential, match=says):
        shown(*fields)
