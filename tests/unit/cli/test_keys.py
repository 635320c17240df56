"""The file of gateway keys, before and after each command."""

import pytest

from ai_gateway.auth.credential_file import Records
from ai_gateway.auth.gateway_key import make_key
from ai_gateway.cli.keys import (
    ClientExists,
    NoSuchClient,
    Terms,
    added,
    removed,
    rotated,
    scopes_of,
    switched,
)

ONE = make_key()
TERMS = Terms(("invoke",), 100.0, 900.0)


def one() -> Records:
    return added({}, "a", ONE, TERMS)


def test_a_new_client_holds_the_hash_of_its_key():
    client = one()["a"]
    assert (client.created, client.disabled) == (100.0, False)
    key = client.keys[ONE.id]
    assert (key.sha256, key.scopes, key.created, key.expires) == (
        ONE.sha256,
        ("invoke",),
        100.0,
        900.0,
    )
    with pytest.raises(ClientExists, match="clients rotate a"):
        added(one(), "a", make_key(), TERMS)


@pytest.mark.parametrize(
    ("overlap", "expires", "ends"),
    [(50.0, 900.0, 250.0), (5000.0, 900.0, 900.0), (50.0, None, 250.0), (0.0, 900.0, None)],
)
def test_an_old_key_goes_on_for_a_while(overlap: float, expires: float | None, ends: float | None):
    before = added({}, "a", ONE, Terms(("invoke",), 100.0, expires))
    new = make_key()
    keys = rotated(before, "a", new, Terms(("admin",), 200.0), overlap)["a"].keys
    assert keys[new.id].scopes == ("admin",)
    assert (keys[ONE.id].expires if ONE.id in keys else None) == ends


def test_a_key_that_has_ended_is_not_kept():
    keys = rotated(one(), "a", make_key(), Terms(("invoke",), 900.0), 50.0)["a"].keys
    assert ONE.id not in keys


def test_a_client_is_switched_off_and_on_whether_it_has_a_key_or_not():
    off = switched(one(), "a", disabled=True, now=5.0)
    assert off["a"].disabled
    assert off["a"].keys == one()["a"].keys
    assert not switched(off, "a", disabled=False, now=5.0)["a"].disabled
    assert switched({}, "cognito-only", disabled=True, now=5.0)["cognito-only"].disabled


def test_what_is_removed_is_gone_and_the_others_stay():
    both = added(one(), "b", make_key(), TERMS)
    assert list(removed(both, "a")) == ["b"]
    with pytest.raises(NoSuchClient, match="clients add c"):
        removed(both, "c")
    with pytest.raises(NoSuchClient, match="clients add c"):
        rotated(both, "c", ONE, TERMS, 0.0)


def test_scopes_are_those_of_all_keys():
    both = rotated(one(), "a", make_key(), Terms(("admin",), 200.0), 50.0)
    assert scopes_of(both, "a") == ("admin", "invoke")
