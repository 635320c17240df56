"""Converse: what is written is what boto3 would send, what it answers reads as it was meant."""

import json
from typing import Any

import msgspec
import pytest
from botocore.eventstream import EventStreamBuffer
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.dialects.bedrock_converse.document_name import DocumentNames
from ai_gateway.dialects.bedrock_converse.part_reader import read_block
from ai_gateway.dialects.bedrock_converse.part_writer import Conversation, PartWriter
from ai_gateway.dialects.bedrock_converse.provider import BedrockConverse
from ai_gateway.dialects.bedrock_converse.shapes import Block
from ai_gateway.dialects.bedrock_converse.stream import ConverseStream
from ai_gateway.dialects.neutral.content import Part
from ai_gateway.dialects.neutral.event import Failed
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Request
from tests.conformance.dialects.translation import bedrock_form, bedrock_wire
from tests.conformance.dialects.translation.bedrock_model import RUNTIME, serialized
from tests.conformance.dialects.translation.bedrock_wire import frame
from tests.conformance.dialects.translation.neutral_streams import chunked, joined

PROVIDER = BedrockConverse()
PROFILE = Profile(max_output=64_000, reasoning="budget")


@given(request=bedrock_form.REQUESTS)
def test_what_is_written_is_what_boto3_would_send(request: Request) -> None:
    body = PROVIDER.write_request(request, PROFILE).body
    operation = "ConverseStream" if request.stream else "Converse"
    assert serialized(operation, body) == json.loads(body)


@given(request=bedrock_form.REQUESTS)
def test_a_count_is_asked_for_as_boto3_does(request: Request) -> None:
    body = PROVIDER.write_count_request(request, PROFILE).body
    assert serialized("CountTokens", body) == json.loads(body)


@pytest.mark.parametrize(
    "wrong",
    [
        {"messages": [{"role": "tool", "content": []}]},
        {"messages": [{"role": "user", "content": 3}]},
        {"messages": [{"role": "user", "content": [{"text": "x", "odd": 1}]}]},
        {"messages": [{"role": "user", "content": [{"text": "x", "cachePoint": {}}]}]},
        {"messages": [{"role": "user", "content": [{"image": {"format": "png"}}]}]},
        {"inferenceConfig": {"maxTokens": "3"}},
        {"inferenceConfig": {"temperature": -1.0}},
        {"toolConfig": {"tools": []}},
        {"toolConfig": {"tools": [{"toolSpec": {"name": "a b", "inputSchema": {"json": {}}}}]}},
        {"serviceTier": {"type": "scale"}},
        {"max_tokens": 3},
    ],
)
def test_the_strict_reading_catches_planted_mistakes(wrong: dict[str, object]) -> None:
    fields = {"messages": [{"role": "user", "content": [{"text": "x"}]}]}
    serialized("Converse", json.dumps(fields).encode())
    with pytest.raises(AssertionError):
        serialized("Converse", json.dumps(fields | wrong).encode())


@given(part=bedrock_form.ANSWERED)
def test_what_was_answered_is_given_back_as_it_was(part: Part) -> None:
    writer = PartWriter("", Conversation("anthropic", DocumentNames(), []))
    (block,) = writer.write(part)
    raw = msgspec.json.encode(block)
    assert read_block(msgspec.json.decode(raw, type=Block), raw, {}) == part


@given(reply=bedrock_form.REPLIES)
def test_a_whole_answer_reads_as_it_was_meant(reply: Reply) -> None:
    assert PROVIDER.read_reply(msgspec.json.encode(bedrock_wire.response(reply))) == reply


@given(reply=bedrock_form.REPLIES, sizes=st.lists(st.integers(1, 200), min_size=1, max_size=5))
def test_any_chunking_of_a_stream_says_the_same(reply: Reply, sizes: list[int]) -> None:
    stream = bedrock_wire.stream(reply)
    relay, reader = ConverseStream(), PROVIDER.event_reader()
    passed = [relay.feed(piece) for piece in chunked(stream, sizes)]
    assert b"".join(passed) + relay.finish() == stream
    events = [event for piece in passed for event in reader.feed(piece)]
    events += reader.finish()
    assert joined(events) == reply
    whole = PROVIDER.event_reader()
    assert [*whole.feed(stream), *whole.finish()] == events


@given(reply=bedrock_form.REPLIES)
def test_botocore_reads_the_same_messages(reply: Reply) -> None:
    buffer = EventStreamBuffer()
    buffer.add_data(bedrock_wire.stream(reply))
    headers: list[Any] = [message.headers for message in buffer]
    names = [each[":event-type"] for each in headers]
    assert names[0] == "messageStart"
    assert names[-1] == "metadata"
    assert set(names) <= set(RUNTIME.shape_for("ConverseStreamOutput").members)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("internalServerException", 500),
        ("modelStreamErrorException", 424),
        ("serviceUnavailableException", 503),
        ("throttlingException", 429),
        ("validationException", 400),
    ],
)
def test_every_exception_of_a_stream_is_a_failure(name: str, status: int) -> None:
    assert name in RUNTIME.shape_for("ConverseStreamOutput").members
    reader = PROVIDER.event_reader()
    _, failed = reader.feed(
        frame("messageStart", {"role": "assistant"})
        + frame(name, {"message": "Slow down."}, "exception")
        + frame("messageStop", {"stopReason": "end_turn"})
    )
    assert failed == Failed(status, "Slow down.")
    assert not reader.finish()
