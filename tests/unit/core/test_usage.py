"""A count that was not reported is unknown, never zero."""

import pytest

from ai_gateway.core.usage import Usage


def test_a_count_that_was_not_reported_is_none():
    assert [getattr(Usage(), name) for name in Usage.__struct_fields__] == [None] * 5


def test_zero_is_not_unknown():
    assert Usage(output_tokens=0) != Usage()


def test_usage_is_frozen():
    usage = Usage(input_tokens=1)
    with pytest.raises(AttributeError):
        usage.input_tokens = 2  # pyright: ignore[reportAttributeAccessIssue]  # that is the test
