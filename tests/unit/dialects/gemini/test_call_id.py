"""Ids of function calls that the wire leaves without one."""

from ai_gateway.dialects.gemini.call_id import derive


def test_the_same_call_has_the_same_id():
    assert derive("r", 0, 1, "f", b"{}") == derive("r", 0, 1, "f", b"{}")


def test_whatever_differs_makes_another_id():
    ids = [
        derive("r", 0, 1, "f", b"{}"),
        derive("s", 0, 1, "f", b"{}"),
        derive("r", 1, 1, "f", b"{}"),
        derive("r", 0, 2, "f", b"{}"),
        derive("r", 0, 1, "g", b"{}"),
        derive("r", 0, 1, "f", b'{"a":1}'),
    ]
    assert len(set(ids)) == len(ids)


def test_an_id_fits_every_vendors_rule():
    name = derive("r" * 500, 0, 1, "f", b"{}")
    assert len(name) <= 40
    assert name.replace("_", "").isalnum()
