"""The wire's request."""

import msgspec
import pytest

from ai_gateway.dialects.anthropic_messages.question import (
    QUESTION,
    AutoChoice,
    ThinkingEnabled,
    WrittenQuestion,
)

BODY = b'{"model":"m","messages":[],"tool_choice":{"type":"auto"},"thinking":%b}'


def test_choices_and_thinking_are_told_by_their_type() -> None:
    read = QUESTION.decode(BODY % b'{"type":"enabled","budget_tokens":1024}')
    assert (read.tool_choice, read.thinking) == (AutoChoice(), ThinkingEnabled(1024))


@pytest.mark.parametrize("thinking", [b'{"type":"enabled"}', b'{"type":"often"}', b"7"])
def test_a_malformed_one_is_none(thinking: bytes) -> None:
    with pytest.raises(msgspec.ValidationError, match="thinking"):
        QUESTION.decode(BODY % thinking)


def test_what_was_not_asked_for_is_not_written() -> None:
    question = WrittenQuestion(model="m", messages=[])
    assert msgspec.json.encode(question) == b'{"model":"m","messages":[]}'
