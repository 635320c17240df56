"""A call is a value that no stage can change under another."""

import msgspec
import pytest

from tests.unit.core.calls import CHAT


def test_a_call_is_frozen():
    with pytest.raises(AttributeError):
        CHAT.model = "other"  # pyright: ignore[reportAttributeAccessIssue]  # that is the test


def test_a_stage_that_changes_a_call_makes_another():
    other = msgspec.structs.replace(CHAT, model="other")
    assert (CHAT.model, other.model) == ("m", "other")
    assert other.headers is CHAT.headers


def test_what_the_body_does_not_say_is_absent():
    said = {name: getattr(CHAT, name) for name in CHAT.__struct_fields__ if name != "model"}
    for absent in ("body_length", "stream"):
        del said[absent]
    call = type(CHAT)(**said)
    assert (call.model, call.stream, call.body_length) == (None, False, None)
