"""The edge counts its calls and knows whether it is about to stop."""

import pytest

from ai_gateway.core.errors import Overloaded
from ai_gateway.edge.state import EdgeState


def test_there_is_room_for_as_many_calls_as_the_limit():
    state = EdgeState()
    state.calls = 3
    state.check_room(3)


def test_one_call_too_many_is_refused_with_the_limit_and_when_to_come_again():
    state = EdgeState()
    state.calls = 4
    with pytest.raises(Overloaded, match=r"3 calls in flight.*edge\.max_calls") as caught:
        state.check_room(3)
    assert (caught.value.status, caught.value.retry_after) == (503, 1)


def test_a_gateway_is_ready_until_it_drains():
    state = EdgeState()
    assert state.ready
    state.draining = True
    assert not state.ready
