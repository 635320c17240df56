"""Each operation that answers can be asked for in its provider's dialect, at its own path."""

import msgspec
import pytest

from ai_gateway.core.operation import DialectName, Operation
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Message, Request
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.providers.foreign import foreign_by

ASKED = Request(model="m", messages=(Message("user", (Text("hi"),)),), max_tokens=9)


def written(operation: Operation, quirks: Quirks) -> dict[str, object]:
    body = foreign_by(operation, quirks).speaker.write_request(ASKED, Profile()).body
    return msgspec.json.decode(body, type=dict[str, object])


@pytest.mark.parametrize(
    ("operation", "dialect", "path", "own"),
    [
        (Operation.CHAT, "openai-chat", "/v1/chat/completions", "max_completion_tokens"),
        (Operation.RESPONSES, "openai-responses", "/v1/responses", "max_output_tokens"),
        (Operation.MESSAGES, "anthropic-messages", "/v1/messages", "max_tokens"),
        (Operation.CONVERSE, "bedrock-converse", "/v1/converse", "inferenceConfig"),
        (Operation.GENERATE, "gemini", "/v1/generateContent", "generationConfig"),
    ],
)
def test_it_is_asked_in_its_own_words_at_its_own_path(
    operation: Operation, dialect: DialectName, path: str, own: str
):
    foreign = foreign_by(operation, Quirks())
    assert (foreign.operation, foreign.dialect, foreign.path) == (operation, dialect, path)
    assert own in written(operation, Quirks())


def test_a_servers_quirks_reach_its_chat_completions():
    older = Quirks(current=False)
    assert "max_tokens" in written(Operation.CHAT, older)
    assert "max_completion_tokens" not in written(Operation.CHAT, older)


@pytest.mark.parametrize(
    ("operation", "path"),
    [(Operation.CONVERSE, "/v1/count-tokens"), (Operation.GENERATE, "/v1/countTokens")],
)
def test_who_counts_is_asked_in_the_same_words(operation: Operation, path: str):
    foreign = foreign_by(operation, Quirks())
    assert foreign.counter is not None
    assert (foreign.counter.operation, foreign.counter.path) == (Operation.COUNT_TOKENS, path)
    assert foreign.counter.dialect == foreign.dialect
    assert foreign_by(Operation.MESSAGES, Quirks()).counter is None


@pytest.mark.parametrize(
    "operation", [Operation.EMBEDDINGS, Operation.COUNT_TOKENS, Operation.PASSTHROUGH]
)
def test_by_an_operation_that_asks_for_no_answer_nothing_is_answered(operation: Operation):
    with pytest.raises(ValueError, match=f"{operation.value} asks for no answer"):
        foreign_by(operation, Quirks())
