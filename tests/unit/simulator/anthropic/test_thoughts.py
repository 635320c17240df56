from typing import Any

import pytest

from ai_gateway.simulator.anthropic.thoughts import check_thoughts, signature
from tests.unit.simulator.sample import refused, sent

HELLO = {"role": "user", "content": "hello"}
CALL = {"type": "tool_use", "id": "a", "name": "f", "input": {}}
ANSWERED = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "a"}]}
REDACTED = {"type": "redacted_thinking", "data": "x"}


def thought(text: str, sealed: str | None = None) -> Any:
    return {"type": "thinking", "thinking": text, "signature": sealed or signature(text)}


def said(*blocks: Any) -> Any:
    return {"role": "assistant", "content": list(blocks)}


def check(*messages: Any, thinking: bool = True) -> None:
    check_thoughts(sent(), list(messages), thinking=thinking)


@pytest.mark.parametrize(
    "messages",
    [
        [HELLO],
        [HELLO, said(thought("hm"), CALL), ANSWERED],
        [HELLO, said(REDACTED, CALL), ANSWERED],
        [HELLO, said(CALL), ANSWERED, said({"type": "text", "text": "hi"}), HELLO],
        [HELLO, {"role": "assistant", "content": "hi"}, HELLO],
    ],
)
def test_takes(messages: list[Any]):
    check(*messages)


def test_a_missing_thought_matters_only_to_a_budget():
    check(HELLO, said(CALL), ANSWERED, thinking=False)
    status, body = refused(lambda: check(HELLO, said(CALL), ANSWERED))
    assert status == 400
    assert body["error"]["message"].startswith(
        "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found "
        "`tool_use`."
    )


def test_a_thought_that_was_not_signed_here_is_refused():
    status, body = refused(lambda: check(HELLO, said(thought("hm", "made up")), thinking=False))
    assert (status, body["error"]["message"]) == (
        400,
        "messages.1.content.0: Invalid `signature` in `thinking` block",
    )
