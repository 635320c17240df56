"""Every event has its place in the union, and none can be changed."""

import pytest

from ai_gateway.dialects.neutral import event
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.event import (
    Ended,
    Event,
    PartStarted,
    Started,
    Stopped,
    TextGrew,
)
from tests.unit.dialects.neutral.structs import all_frozen, members, structs_of


def test_every_event_is_one_of_the_union():
    assert members(Event) == structs_of(event)


def test_none_can_be_changed():
    assert all_frozen(event)


def test_events_that_say_the_same_are_equal_and_others_are_not():
    assert PartStarted(0, 1, Text("")) == PartStarted(0, 1, Text(""))
    assert TextGrew(0, 1, "a") != TextGrew(0, 2, "a")
    assert Ended() == Ended()


@pytest.mark.parametrize("field", ["created", "usage", "service_tier"])
def test_a_beginning_leaves_unsaid_what_the_provider_did_not_say(field: str):
    assert getattr(Started("r", "m"), field) is None


def test_log_probabilities_and_stop_sequences_come_only_where_there_are_any():
    assert (TextGrew(0, 0, "a").logprobs, Stopped(0, "end").stop_sequence) == (None, None)
