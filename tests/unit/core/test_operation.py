"""Operations and dialects go by the words that the catalogue, the ledger and the docs use."""

from typing import get_args

import pytest

from ai_gateway.core.operation import DialectName, Operation


def test_an_operation_is_found_by_its_word():
    assert Operation("count-tokens") is Operation.COUNT_TOKENS
    with pytest.raises(ValueError, match="realtime"):
        Operation("realtime")


def test_a_word_is_written_with_hyphens():
    words = [*(operation.value for operation in Operation), *get_args(DialectName)]
    assert all(word.replace("-", "").islower() for word in words)
    assert len(words) == len(set(words))
