"""A count that nobody reported is unknown, never zero."""

import msgspec

from ai_gateway.dialects.neutral import usage
from ai_gateway.dialects.neutral.usage import Tokens
from tests.unit.dialects.neutral.structs import all_frozen


def test_what_is_not_reported_is_unknown():
    assert set(msgspec.structs.asdict(Tokens()).values()) == {None}


def test_zero_is_a_count():
    assert Tokens(cache_read=0) != Tokens()


def test_it_cannot_be_changed():
    assert all_frozen(usage)
