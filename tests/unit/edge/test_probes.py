"""What the gateway says of itself to a load balancer and to a person."""

import json

import pytest

from ai_gateway.edge.probes import PROBES
from ai_gateway.edge.state import EdgeState


def draining() -> EdgeState:
    state = EdgeState()
    state.draining = True
    return state


def test_the_root_greets_in_plain_text():
    reply = PROBES["/"](EdgeState())
    assert reply.status == 200
    assert dict(reply.headers)[b"content-type"].startswith(b"text/plain")
    assert isinstance(reply.body, bytes)
    assert b"/v1/" in reply.body


@pytest.mark.parametrize(
    ("path", "state", "status", "said"),
    [
        ("/health", EdgeState(), 200, "ok"),
        ("/health", draining(), 200, "ok"),
        ("/ready", EdgeState(), 200, "ready"),
        ("/ready", draining(), 503, "draining"),
    ],
)
def test_health_is_about_the_process_and_readiness_about_the_drain(
    path: str, state: EdgeState, status: int, said: str
):
    reply = PROBES[path](state)
    assert isinstance(reply.body, bytes)
    assert (reply.status, json.loads(reply.body)) == (status, {"status": said})
    assert reply.headers == [(b"content-type", b"application/json")]


def test_a_full_gateway_is_healthy_and_ready():
    state = EdgeState()
    state.calls = 1_000_000
    assert [PROBES[path](state).status for path in ("/", "/health", "/ready")] == [200] * 3
