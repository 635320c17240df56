"""Agents of other people's frameworks finish a task of several tool turns with every provider."""

import json

import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.agents.frameworks import RUNS, Way
from tests.integration.agents.task import ANSWER, ASKED, CALLS, RESULTS, SYSTEM, TURNS, Trip
from tests.integration.agents.thoughts import signed_thoughts
from tests.integration.agents.upstreams import UPSTREAMS, Upstream
from tests.integration.callers.sdks import Sdks
from tests.integration.translation.cloud_strictness import TOKENS, check_requests

WAYS = {
    "plain": Way(),
    "streamed": Way(streamed=True),
    "thinking": Way(thinking=True),
    "thinking, streamed": Way(streamed=True, thinking=True),
}


@pytest.mark.anyio
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("upstream", UPSTREAMS, ids=lambda upstream: upstream.title)
@pytest.mark.parametrize("framework", RUNS)
async def test_a_task_is_finished(
    framework: str, upstream: Upstream, way: str, callers: Sdks, simulator: Simulator
) -> None:
    simulator.requests.clear()
    trip = Trip()
    model = f"{upstream.provider}/{upstream.model}"
    assert await RUNS[framework](callers, model, trip, WAYS[way]) == ANSWER
    # The parallel calls may run in any order.
    assert sorted(trip.calls, key=json.dumps) == sorted(CALLS, key=json.dumps)
    requests = [request for request in simulator.requests if request.path != TOKENS]
    assert len(requests) == TURNS
    check_requests(requests)
    last = json.loads(requests[-1].body)
    read = json.dumps(last, ensure_ascii=False)
    for words in (SYSTEM, ASKED.partition(" call")[0], *RESULTS):
        assert words in read
    if upstream.cloud:
        assert signed_thoughts(upstream, last) == expected_thoughts(framework, upstream, WAYS[way])


def expected_thoughts(framework: str, upstream: Upstream, way: Way) -> int:
    """Return how many of the model's thoughts it gets back: those that the framework keeps."""
    calling = TURNS - 1
    if "gemini" in upstream.model:
        # Google signs each step, asked to think or not; LangChain keeps no vendor's own members.
        return 0 if framework == "langchain, chat" else calling
    return calling if way.thinking and not framework.endswith("chat") else 0
