"""Bytes stand in the request, at a URL or with the provider, and the four are told apart."""

import msgspec
import pytest

from ai_gateway.dialects.neutral import source
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText, Source, Uploaded
from tests.unit.dialects.neutral.structs import all_frozen, members, structs_of

EACH = [
    Inline("aGk=", "image/png"),
    PlainText("a\n\nb", ("a", "b")),
    Link("https://x", "application/pdf"),
    Uploaded("file_1"),
]


@pytest.mark.parametrize("one", EACH, ids=lambda one: type(one).__name__)
def test_a_source_is_known_again_from_its_json(one: Source):
    assert msgspec.json.decode(msgspec.json.encode(one), type=Source) == one


def test_every_kind_is_one_of_the_union():
    assert members(Source) == structs_of(source) == {type(one) for one in EACH}


def test_a_link_need_not_say_what_is_behind_it_and_a_text_need_not_be_cut():
    assert Link("https://x").media_type is None
    assert PlainText("a").passages == ()


def test_none_can_be_changed():
    assert all_frozen(source)
