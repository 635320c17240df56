"""A record begins empty, and is one for all the shapes that its call takes."""

import msgspec

from ai_gateway.core.record import Attempted, Record
from tests.unit.core.calls import call_with


def test_a_record_begins_empty():
    record = Record()
    assert (record.attempts, record.guardrails, record.tags) == ([], [], {})
    assert record.client is record.config is record.cache is record.trace_id is None


def test_each_call_has_a_record_of_its_own():
    fresh = [call_with(record=Record()) for _ in range(2)]
    assert fresh[0].record is not fresh[1].record


def test_a_call_that_a_stage_replaces_keeps_its_record():
    call = call_with(record=Record())
    replaced = msgspec.structs.replace(call, model="other")
    replaced.record.client = "team-a"
    assert call.record.client == "team-a"


def test_an_attempt_begins_without_an_end():
    attempt = Attempted("openai", "m", 1.0)
    assert attempt.status is attempt.reason is attempt.ms is attempt.meter is None
