"""Calls in the shape of coding agents, in both of their dialects, to the clouds' models."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ai_gateway.simulator.recording import RecordedRequest
from ai_gateway.simulator.server import Simulator
from tests.integration.agents.coders import BETAS, Coder, MessagesCoder, ResponsesCoder
from tests.integration.agents.coding import ANSWERS, ASKED, HABITS, ROUNDS, RULES, SCRIPTS, TOOLS
from tests.integration.agents.thoughts import signed_thoughts
from tests.integration.agents.upstreams import UPSTREAMS, Upstream
from tests.integration.callers.sdks import Sdks
from tests.integration.translation.cloud_strictness import TOKENS, check_requests

CODERS: dict[str, Callable[..., Coder]] = {
    "messages": MessagesCoder,
    "responses": ResponsesCoder,
}
CLOUDS = [upstream for upstream in UPSTREAMS if upstream.cloud]


@pytest.mark.anyio
@pytest.mark.parametrize("streamed", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("upstream", CLOUDS, ids=lambda upstream: upstream.title)
@pytest.mark.parametrize("dialect", CODERS)
async def test_the_work_is_done(
    dialect: str, upstream: Upstream, streamed: bool, callers: Sdks, simulator: Simulator
) -> None:
    simulator.requests.clear()
    coder = CODERS[dialect](callers, f"{upstream.provider}/{upstream.model}", streamed=streamed)
    for asked, script, ending in zip(ASKED, SCRIPTS, ANSWERS, strict=True):
        answer = await coder.say(asked)
        for step in script:
            assert answer.calls == [(call.name, call.arguments) for call in step]
            answer = await coder.report(step)
        assert (answer.text, answer.calls) == (ending, [])
    requests = [request for request in simulator.requests if request.path != TOKENS]
    assert len(requests) == ROUNDS
    check_requests(requests)
    check_whole(requests[-1])
    last = json.loads(requests[-1].body)
    assert signed_thoughts(upstream, last) == ROUNDS - 1
    assert marks(last) == expected_marks(dialect, upstream)
    betas = dict(requests[-1].headers).get(b"anthropic-beta")
    native = dialect == "messages" and "claude" in upstream.model and upstream.provider != "bedrock"
    assert betas == (",".join(BETAS).encode() if native else None)


def check_whole(request: RecordedRequest) -> None:
    """The prompt, every tool, and the results of every step are there."""
    written = json.dumps(json.loads(request.body), ensure_ascii=False)
    assert RULES in written
    assert HABITS in written
    assert all(f'"{name}"' in written for name in TOOLS)
    results = [
        call.result.partition(" call")[0] for step in SCRIPTS for calls in step for call in calls
    ]
    assert all(json.dumps(result, ensure_ascii=False)[1:-1] in written for result in results)


def marks(body: Any) -> dict[str, list[str]]:
    """Return how long each mark keeps, by the member of the body that it stands in."""
    found = {name: _marks(body.get(name)) for name in ("tools", "toolConfig", "system", "messages")}
    return {name: kept for name, kept in found.items() if kept}


def _marks(value: Any) -> list[str]:
    if isinstance(value, list):
        return [mark for item in value for mark in _marks(item)]
    if not isinstance(value, dict):
        return []
    own = [
        value[name].get("ttl") or "5m" for name in ("cache_control", "cachePoint") if name in value
    ]
    return own + [mark for item in value.values() for mark in _marks(item)]


def expected_marks(dialect: str, upstream: Upstream) -> dict[str, list[str]]:
    """Return the marks that arrive; Google has none in a request."""
    if "gemini" in upstream.model:
        return {}
    if dialect == "responses":
        return {"system": ["5m", "5m"]}
    tools = "toolConfig" if upstream.provider == "bedrock" else "tools"
    return {tools: ["1h"], "system": ["1h", "5m"], "messages": ["5m"]}


@pytest.mark.anyio
@pytest.mark.parametrize("upstream", CLOUDS, ids=lambda upstream: upstream.title)
async def test_tokens_are_counted_between_turns(
    upstream: Upstream, callers: Sdks, simulator: Simulator
) -> None:
    simulator.requests.clear()
    coder = MessagesCoder(callers, f"{upstream.provider}/{upstream.model}", streamed=True)
    await coder.say("Hello.")
    counted = await coder.count("And you?")
    assert (await coder.say("And you?")).input_tokens == counted
    requests = [request for request in simulator.requests if request.path != TOKENS]
    assert len(requests) == 3
    check_requests(requests)
