"""Names of documents: in the allowed alphabet, and none twice."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.dialects.bedrock_converse.document_name import DocumentNames

ALLOWED = re.compile(r"(?!.*\s\s)[A-Za-z0-9\s()\[\]-]{1,200}")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Report (2024) [v1]-final", "Report (2024) [v1]-final"),
        ("report_2024.pdf", "report 2024 pdf"),
        ("Überblick", "berblick"),
        ("  a \t b ", "a b"),
        ("日本", "Document"),
        ("", "Document"),
        (None, "Document"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_title_becomes_a_name(title: str | None, name: str) -> None:
    assert DocumentNames().take(title) == name


@given(titles=st.lists(st.text(max_size=12) | st.just("y" * 250), max_size=6))
def test_names_are_allowed_and_differ(titles: list[str]) -> None:
    names = DocumentNames()
    taken = [names.take(title) for title in titles]
    assert len(set(taken)) == len(taken)
    assert all(ALLOWED.fullmatch(name) for name in taken)
