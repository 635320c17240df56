"""What is kept for other providers in a word that callers return unread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.dialects.anthropic_messages.sealed import Seal, seal, unseal

WORDS = st.none() | st.text(st.characters(exclude_categories=("Cs",)), max_size=9)


@given(st.builds(Seal, WORDS, WORDS, st.booleans(), WORDS, WORDS))
def test_what_is_sealed_comes_out_again(kept: Seal) -> None:
    assert unseal(seal(kept)) == kept


@pytest.mark.parametrize(
    "word", ["", "EqQBCkYIBBgCKkDk", "ai-gateway.1.", "ai-gateway.1.%%%", "ai-gateway.1.e30="]
)
def test_a_vendors_own_word_is_no_seal(word: str) -> None:
    assert unseal(word) is None


def test_a_seal_is_one_ascii_word() -> None:
    word = seal(Seal("é", "\n"))
    assert word.isascii()
    assert not set(word) & set(' "\n')
