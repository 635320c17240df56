"""Thought signatures, told apart from other vendors'."""

import base64

import pytest

from ai_gateway.dialects.gemini.signature import UNSIGNED, seal, unseal


def test_a_signature_comes_back_as_it_was():
    assert unseal(seal("c2ln/+==")) == "c2ln/+=="


@pytest.mark.parametrize("foreign", [None, "", "EqQBCkYIBxgC", "openai-responses:rs_1:gAAAA"])
def test_a_foreign_signature_is_none_of_googles(foreign: str | None):
    assert unseal(foreign) is None


def test_the_stand_in_is_what_a_field_of_bytes_can_hold():
    assert base64.urlsafe_b64decode(UNSIGNED)
