"""YAML read as plain data, within bounds."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_gateway.config.document import Document, dotted, read_document
from ai_gateway.config.mistakes import ConfigurationInvalid


def refusal(text: str) -> str:
    with pytest.raises(ConfigurationInvalid) as raised:
        read_document(text)
    return str(raised.value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("1:30", "1:30"),
        ("2026-01-01", "2026-01-01"),
        ("010", "010"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ('"true"', "true"),
        ("'5'", "5"),
        ("true", True),
        ("False", False),
        ("8787", 8787),
        ("-1.5", -1.5),
        ("1e3", 1000.0),
        ("~", None),
        ("null", None),
        ("", None),
        ("[a, 1]", ["a", 1]),
        ("9" * 40, "9" * 40),
    ],
)
def test_a_scalar_is_what_json_would_have_it_be(written: str, meant: object):
    value = read_document(f"key: {written}").data["key"]
    assert (value, type(value)) == (meant, type(meant))


def test_a_key_is_the_text_that_was_written():
    assert read_document("{no: 1, 5: 2, true: 3, <<: 4}").data == {
        "no": 1,
        "5": 2,
        "true": 3,
        "<<": 4,
    }


def test_an_empty_file_says_nothing():
    assert read_document("# only a comment\n") == Document()


def test_a_line_is_known_for_every_path_and_the_nearest_for_others():
    document = read_document("edge:\n  port: 1\nrouting:\n  models:\n    a: {model: m}\n")
    assert document.line(("edge", "port")) == 2
    assert document.line(("routing", "models", "a", "provider")) == 5
    assert document.line(("admin", "port")) is None


def test_a_key_written_twice_names_both_lines_and_every_such_key():
    said = refusal("edge:\n  port: 1\n  port: 2\nedge: {}\n")
    assert "edge.port (line 3): key written twice, first in line 2" in said
    assert "edge (line 4): key written twice, first in line 1" in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- a list", "not a mapping of sections"),
        ("just text", "not a mapping of sections"),
        ("a: [1", "line 1"),
        ("a: 1\n---\nb: 2", "not YAML"),
        ("a: !!python/object:os.system {}", "leave the tag out"),
        ("a: !!binary aGk=", "leave the tag out"),
        ("? [1, 2]\n: 3", "a key that is not a text"),
        ("a: &a [*a]", "aliases"),
        ("a: \x00", "not YAML"),
        ("a: " + "[" * 5000, "not YAML"),
    ],
)
def test_what_is_no_configuration_is_refused(text: str, says: str):
    assert says in refusal(text)


def test_aliases_that_multiply_are_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    assert "aliases counted" in refusal("\n".join(lines))


def test_an_alias_stands_for_what_it_names():
    assert read_document("a: &x {k: 1}\nb: *x").data == {"a": {"k": 1}, "b": {"k": 1}}


# No deadline: how long it takes is the machine\'s affair.
@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str):
    with suppress(ConfigurationInvalid):
        read_document(text)


def test_a_path_is_dotted_with_quotes_where_a_name_has_dots():
    assert dotted(("routing", "models", "gpt-4.1", "x", 0)) == 'routing.models."gpt-4.1".x[0]'
