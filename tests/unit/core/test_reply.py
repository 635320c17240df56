"""A reply says nothing that the answer did not."""

import msgspec
import pytest

from ai_gateway.core.reply import Meter, Reply, Served
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.openai_chat.stream import ChatStream
from ai_gateway.providers.relay import ByteRelay, EventRelay, ReportedUsage, UnreadEvents

# The type checker proves that whatever reads usage is a meter.
METERS: tuple[type[Meter], ...] = (ChatStream, EventRelay, ByteRelay, ReportedUsage, UnreadEvents)


def test_an_answer_is_no_event_stream_and_of_nobody_unless_it_says_so():
    reply = Reply(status=200, headers=[], body=b"")
    assert not reply.event_stream
    assert (reply.length, reply.served, reply.meter) == (None, None, None)


def test_a_stage_that_changes_a_reply_makes_another():
    reply = Reply(status=200, headers=[], body=b"", served=Served("openai", None))
    other = msgspec.structs.replace(reply, status=500)
    assert (reply.status, other.status, other.served) == (200, 500, reply.served)
    with pytest.raises(AttributeError):
        reply.status = 500  # pyright: ignore[reportAttributeAccessIssue]  # that is the test


def test_a_meter_answers_what_was_reported():
    meter: Meter = ReportedUsage(Usage(input_tokens=3))
    assert meter.usage == Usage(input_tokens=3)
