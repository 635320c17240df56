"""The table holds every dialect under its own name."""

from typing import get_args

from ai_gateway.core.operation import DialectName
from ai_gateway.dialects.builtin import DIALECTS


def test_every_name_has_its_dialect() -> None:
    assert {name: dialect.name for name, dialect in DIALECTS.items()} == {
        name: name for name in get_args(DialectName)
    }
