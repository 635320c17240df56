"""References to the environment within the texts of the configuration."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_gateway.config.document import Document, Value, read_document
from ai_gateway.config.interpolation import interpolate, is_reference

ENVIRONMENT = {"NAME": "value", "EMPTY": "", "TRICKY": "a: ${NAME}\nb: [1"}


def resolved(value: Value) -> object:
    data, mistakes = interpolate(Document({"key": value}), ENVIRONMENT)
    assert mistakes == []
    return data.get("key", "left out")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("${NAME}", "value"),
        ("a ${NAME} and ${NAME}", "a value and value"),
        ("${UNSET:-default}", "default"),
        ("${EMPTY:-default}", "default"),
        ("${NAME:-default}", "value"),
        ("${UNSET:-https://x:1/a-b}", "https://x:1/a-b"),
        ("${UNSET:-}", "left out"),
        ("x${UNSET:-}", "x"),
        ("$${NAME}", "${NAME}"),
        ("$$${NAME}", "$${NAME}"),
        ("$NAME costs 5$", "$NAME costs 5$"),
        ("${TRICKY}", "a: ${NAME}\nb: [1"),
        (["${NAME}", "${UNSET:-}"], ["value"]),
        ({"${NAME}": "${NAME}"}, {"${NAME}": "value"}),
        (5, 5),
        (None, None),
    ],
)
def test_a_reference_is_resolved_in_texts_only(written: Value, meant: object):
    assert resolved(written) == meant


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("${UNSET}", "environment variable UNSET is not set; set UNSET"),
        ("${EMPTY}", "environment variable EMPTY is not set"),
        ("${secret:KEY}", "`${secret:…}` is not known to this version"),
        ("${1A}", "begins no reference"),
        ("${}", "begins no reference"),
        ("${NAME", "begins no reference"),
        ("${NAME:?no}", "begins no reference"),
        ("${UNSET} ${OTHER}", "OTHER is not set"),
    ],
)
def test_a_reference_that_fails_is_a_mistake_with_path_and_line(written: str, says: str):
    document = read_document(f"edge:\n  host: ['{written}']")
    data, mistakes = interpolate(document, ENVIRONMENT)
    assert all(str(mistake).startswith("edge.host[0] (line 2): ") for mistake in mistakes)
    assert says in str(mistakes[-1])
    assert data == {"edge": {"host": []}}


def test_a_mistaken_reference_repeats_nothing_of_what_stands_there():
    _, mistakes = interpolate(Document({"key": "${sk-live-123}"}), {})
    assert "sk-live" not in str(mistakes[0])


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("${NAME}", True),
        ("${A}${B}", True),
        ("${NAME:-}", True),
        ("${NAME:-sk-literal}", False),
        ("sk-${NAME}", False),
        ("$${NAME}", False),
        ("", False),
    ],
)
def test_only_references_alone_spell_nothing_out(text: str, whole: bool):
    assert is_reference(text) is whole


# No deadline: how long it takes is the machine\'s affair.
@settings(deadline=None)
@given(st.text())
def test_a_value_never_adds_structure(value: str):
    data, _ = interpolate(Document({"key": "<${NAME}>"}), {"NAME": value})
    assert data in ({"key": f"<{value}>"}, {})
