"""The table holds every dialect under its own name."""

from typing import get_args

from ai_gateway.core.operation import CallersDialect, DialectName
from ai_gateway.dialects.builtin import CALLERS, DIALECTS, READERS


def test_every_name_has_its_dialect() -> None:
    assert {name: dialect.name for name, dialect in DIALECTS.items()} == {
        name: name for name in get_args(CallersDialect)
    }


def test_what_callers_speak_can_be_translated_and_what_providers_speak_can_be_read() -> None:
    assert set(CALLERS) == set(get_args(CallersDialect))
    assert set(READERS) == set(get_args(DialectName))
