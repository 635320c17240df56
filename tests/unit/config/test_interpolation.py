"""References to the environment and to secrets within the texts of the configuration."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_gateway.config.document import Document, Value, read_document
from ai_gateway.config.interpolation import Interpolated, interpolate, is_reference
from ai_gateway.config.secrets import Secrets
from tests.unit.config.aws_values import AwsValues

ENVIRONMENT = {"NAME": "value", "EMPTY": "", "TRICKY": "a: ${NAME}\nb: [1"}


SECRETS = {"team/key": "sk-1", "object": '{"a.b": "sk-2"}'}


def interpolated(document: Document, environment: Mapping[str, str]) -> Interpolated:
    aws = AwsValues(SECRETS, denied=frozenset({"denied"}))
    return interpolate(document, environment, Secrets(aws))


def resolved(value: Value) -> object:
    found = interpolated(Document({"key": value}), ENVIRONMENT)
    assert found.mistakes == []
    assert found.unset == {}
    return found.data.get("key", "left out")


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
        ("${secret:team/key}", "sk-1"),
        ("${secret:object:a.b}", "sk-2"),
        ("Bearer ${secret:team/key}, ${NAME}", "Bearer sk-1, value"),
        ("$${secret:team/key}", "${secret:team/key}"),
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
        ("${secret:}", "a `${secret:` that names no secret; write `${secret:NAME}`"),
        ("${secret:a:}", "names no secret"),
        ("${secret:a b}", "names no secret"),
        ("${secret:a", "names no secret"),
        ("${secret:denied}", "secret denied cannot be read: denied; allow it"),
        ("${secret:team/key:k}", "secret team/key is no JSON object, so it has no key k"),
        ("${1A}", "begins no reference"),
        ("${}", "begins no reference"),
        ("${NAME", "begins no reference"),
        ("${NAME:?no}", "begins no reference"),
        ("${UNSET} ${OTHER}", "OTHER is not set"),
    ],
)
def test_a_reference_that_fails_is_a_mistake_with_path_and_line(written: str, says: str):
    document = read_document(f"edge:\n  host: ['{written}']")
    found = interpolated(document, ENVIRONMENT)
    data, mistakes = found.data, found.mistakes
    assert all(str(mistake).startswith("edge.host[0] (line 2): ") for mistake in mistakes)
    assert says in str(mistakes[-1])
    assert data == {"edge": {"host": []}}


def test_a_mistaken_reference_repeats_nothing_of_what_stands_there():
    found = interpolated(Document({"key": "${sk-live-123}"}), {})
    assert "sk-live" not in str(found.mistakes[0])


def test_a_text_with_a_secret_without_value_is_left_out_and_named():
    document = Document({"a": "x${secret:gone}", "b": ["${secret:object:gone}", 1], "c": 2})
    found = interpolated(document, {})
    assert found.data == {"b": [1], "c": 2}
    assert found.unset == {("a",): "gone", ("b", 0): "object:gone"}
    assert found.mistakes == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("${NAME}", True),
        ("${A}${B}", True),
        ("${secret:team/key}", True),
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
    data = interpolated(Document({"key": "<${NAME}>"}), {"NAME": value}).data
    assert data in ({"key": f"<{value}>"}, {})
