"""Calls in the shape of coding agents: large prompts, many tools, parallel calls, thinking."""

import json
from typing import Any

import pytest

from ai_gateway.simulator.recording import RecordedRequest
from ai_gateway.simulator.server import Simulator
from tests.integration.callers.matrix.columns import ARGUMENTS, ASKED
from tests.integration.callers.sdks import Sdks
from tests.integration.translation.matrix.columns import COLUMNS, Column
from tests.integration.translation.matrix.content import THOUGHT, forms, tools
from tests.integration.translation.matrix.fragment import stands_in
from tests.integration.translation.matrix.talk import TALKS, Dialect
from tests.integration.translation.strictness import check_requests

BETA = "interleaved-thinking-2025-05-14"
TOOLS = [f"tool_{place}" for place in range(25)]
MARK = {"type": "ephemeral"}
PROMPT = [
    {"type": "text", "text": "a" * 15_000, "cache_control": MARK},
    {"type": "text", "text": "b" * 15_000, "cache_control": MARK | {"ttl": "1h"}},
]
PROMPTS = forms(
    {"first": [{"role": "system", "content": PROMPT}]},
    {},
    {"system": PROMPT, "extra_headers": {"anthropic-beta": BETA}},
)
PROVIDERS = [column for column in COLUMNS if column.provider in ("openai", "anthropic")]
CALLED = [(name, ARGUMENTS) for name in TOOLS[:3]]


def fields_of(request: RecordedRequest) -> dict[bytes, bytes]:
    return dict(request.headers)


@pytest.mark.anyio
@pytest.mark.parametrize("streamed", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("column", PROVIDERS, ids=lambda column: column.provider)
@pytest.mark.parametrize("caller", ["openai-chat", "anthropic-messages"])
async def test_a_task_of_several_turns(
    caller: Dialect, column: Column, streamed: bool, callers: Sdks, simulator: Simulator
) -> None:
    simulator.requests.clear()
    talk = TALKS[caller](callers, f"{column.provider}/{column.model}@calls=3", streamed=streamed)
    params: dict[str, Any] = {**PROMPTS[caller], **tools(*TOOLS)[caller], **THOUGHT[caller]}
    for turn in range(2):
        asked = await talk.say(ASKED, params)
        assert asked.calls == CALLED
        results = [f"result {turn}.{place}" for place in range(3)]
        assert (await talk.report(results, params)).text.endswith(results[-1])
    requests = list(simulator.requests)
    assert len(requests) == 4
    if caller not in column.native:
        check_requests(requests)
    check_last(json.loads(requests[-1].body))
    if column.provider == "anthropic":
        check_anthropic(requests[-1], beta=caller == "anthropic-messages")
    else:
        assert b"anthropic-beta" not in fields_of(requests[-1])


def check_last(body: Any) -> None:
    """The whole prompt, every tool and every result of both turns are there."""
    written = json.dumps(body)
    assert "a" * 15_000 in written
    assert "b" * 15_000 in written
    assert len(body["tools"]) == 25
    for turn in range(2):
        for place in range(3):
            assert f"result {turn}.{place}" in written


def check_anthropic(request: RecordedRequest, *, beta: bool) -> None:
    """Both marks are there, each thought comes back, and so does what is asked of betas."""
    body = json.loads(request.body)
    assert [block.get("cache_control") for block in body["system"]] == [
        block["cache_control"] for block in PROMPT
    ]
    thoughts = [
        [block for block in message["content"] if block["type"] == "thinking"]
        for message in body["messages"]
        if message["role"] == "assistant"
    ]
    assert [len(found) for found in thoughts] == [1, 1, 1]
    assert all(found[0]["signature"] for found in thoughts)
    # What a chat caller's SDK says to its own vendor stays there.
    assert (fields_of(request).get(b"anthropic-beta") == BETA.encode()) is beta


@pytest.mark.anyio
async def test_tokens_are_counted_between_turns(callers: Sdks, simulator: Simulator) -> None:
    simulator.requests.clear()
    params: dict[str, Any] = {"system": PROMPT, **tools(*TOOLS)["anthropic-messages"]}
    model = "anthropic/claude-haiku-4-5"
    counted = await callers.anthropic.messages.count_tokens(
        model=model, messages=[{"role": "user", "content": ASKED}], **params
    )
    talk = TALKS["anthropic-messages"](callers, model, streamed=False)
    assert (await talk.say(ASKED, params)).input_tokens == counted.input_tokens
    check_requests(simulator.requests)


@pytest.mark.anyio
async def test_encrypted_thoughts_come_back_in_every_turn(
    callers: Sdks, simulator: Simulator
) -> None:
    simulator.requests.clear()
    talk = TALKS["anthropic-messages"](callers, "openai/gpt-5-mini@calls=3", streamed=True)
    params = tools(*TOOLS)["anthropic-messages"] | THOUGHT["anthropic-messages"]
    await talk.say(ASKED, params)
    await talk.report(["1", "2", "3"], params)
    await talk.say(ASKED, params)
    body = json.loads(simulator.requests[-1].body)
    thoughts = [item for item in body["input"] if item["type"] == "reasoning"]
    assert len({thought["id"] for thought in thoughts}) == len(thoughts) == 2
    assert all(thought["encrypted_content"].startswith("gAAAA") for thought in thoughts)
    assert not stands_in({"type": "thinking"}, body)
