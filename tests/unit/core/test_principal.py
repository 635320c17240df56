"""The identity on a call."""

import pytest

from ai_gateway.core.policy import Policy
from ai_gateway.core.principal import Principal


def test_nobody_changes_who_calls():
    principal = Principal("a", "id", "token", "pool", frozenset(), (), Policy())
    with pytest.raises(AttributeError):
        principal.client = "b"  # pyright: ignore[reportAttributeAccessIssue]  # that is it
