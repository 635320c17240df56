"""A model entry is what the renderers of lists need, and cannot change under them."""

import pytest

from ai_gateway.dialects.contract import ModelEntry


def test_an_entry_is_a_value() -> None:
    assert ModelEntry("m", "openai") == ModelEntry(id="m", owner="openai")


def test_an_entry_is_frozen() -> None:
    entry = ModelEntry("m", "openai")
    with pytest.raises(AttributeError):
        entry.id = "other"  # pyright: ignore[reportAttributeAccessIssue]  # that is the test
