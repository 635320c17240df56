"""Streams of ConverseStream: what conformance does not reach."""

import json

import pytest

from ai_gateway.core.errors import ProviderDied, ProviderMisbehaved
from ai_gateway.dialects.bedrock_converse.event_reader import ConverseEventReader
from ai_gateway.dialects.neutral import event as neutral
from ai_gateway.dialects.neutral.content import (
    Image,
    RedactedThinking,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.source import Inline
from tests.conformance.dialects.translation.bedrock_wire import frame

START = frame("messageStart", {"role": "assistant"})
END = frame("messageStop", {"stopReason": "end_turn"})


def begin(start: object, index: int = 0) -> bytes:
    return frame("contentBlockStart", {"start": start, "contentBlockIndex": index})


def delta(value: object, index: int = 0) -> bytes:
    return frame("contentBlockDelta", {"delta": value, "contentBlockIndex": index})


def stop(index: int = 0) -> bytes:
    return frame("contentBlockStop", {"contentBlockIndex": index})


def read(*messages: bytes) -> list[neutral.Event]:
    reader = ConverseEventReader()
    events = [*reader.feed(START + b"".join(messages) + END), *reader.finish()]
    assert events[0] == neutral.Started("", "")
    assert events[-2:] == [neutral.Stopped(0, "end"), neutral.Ended()]
    return events[1:-2]


def test_a_call_without_input_takes_no_arguments() -> None:
    events = read(begin({"toolUse": {"toolUseId": "t", "name": "now"}}), stop())
    assert events == [
        neutral.PartStarted(0, 0, ToolCall("t", "now", "")),
        neutral.ArgumentsGrew(0, 0, "{}"),
        neutral.PartEnded(0, 0),
    ]


def test_parts_are_numbered_as_they_begin_whatever_the_blocks_are_called() -> None:
    events = read(delta({"text": "a"}, 4), stop(4), delta({"text": "b"}, 9), stop(9))
    started = [event for event in events if isinstance(event, neutral.PartStarted)]
    assert started == [neutral.PartStarted(0, 0, Text("")), neutral.PartStarted(0, 1, Text(""))]


def test_encrypted_thought_in_pieces_is_one_part() -> None:
    pieces = [delta({"reasoningContent": {"redactedContent": data}}) for data in ("YQ==", "Yg==")]
    assert read(*pieces, stop())[0] == neutral.PartStarted(0, 0, RedactedThinking("YWI="))


def test_a_signature_alone_is_a_thought_that_is_not_shown() -> None:
    assert read(delta({"reasoningContent": {"signature": "s"}}), stop()) == [
        neutral.PartStarted(0, 0, Thinking("")),
        neutral.Signed(0, 0, "s"),
        neutral.PartEnded(0, 0),
    ]


def test_an_image_is_whole() -> None:
    image = delta({"image": {"source": {"bytes": "AAAA"}}})
    events = read(begin({"image": {"format": "png"}}), image, stop())
    assert events[0] == neutral.PartStarted(0, 0, Image(Inline("AAAA", "image/png")))


def test_a_tool_of_the_servers_and_its_result() -> None:
    events = read(
        begin({"toolUse": {"toolUseId": "t", "name": "search", "type": "server_tool_use"}}),
        delta({"toolUse": {"input": "{}"}}),
        stop(),
        begin({"toolResult": {"toolUseId": "t", "status": "success"}}, 1),
        delta({"toolResult": [{"text": "found"}]}, 1),
        stop(1),
    )
    assert events[0] == neutral.PartStarted(0, 0, ServerToolCall("t", "search", ""))
    result = events[3]
    assert isinstance(result, neutral.PartStarted)
    assert isinstance(result.part, ServerToolResult)
    assert (result.part.name, result.part.dialect) == ("search", "bedrock-converse")
    told = {"toolUseId": "t", "content": [{"text": "found"}], "status": "success"}
    assert json.loads(result.part.content) == {"toolResult": told}


def test_a_block_that_is_left_open_ends_with_the_answer() -> None:
    assert read(delta({"text": "a"}))[-1] == neutral.PartEnded(0, 0)


def test_unknown_events_and_starts_are_passed_over() -> None:
    assert read(frame("somethingNew", {"x": 1}), begin({"hologram": {}}), stop()) == []


@pytest.mark.parametrize(
    "message",
    [
        delta({"toolUse": {"input": "{"}}),
        frame("contentBlockDelta", {"delta": {}}),
        frame("contentBlockStart", []),
        frame("messageStop", {}),
    ],
)
def test_what_is_none_of_its_events_is_misbehaviour(message: bytes) -> None:
    with pytest.raises(ProviderMisbehaved):
        ConverseEventReader().feed(START + message)


@pytest.mark.parametrize(
    "message", [delta({"text": "a"}), begin({"image": {"format": "png"}}), END]
)
def test_nothing_comes_before_the_start(message: bytes) -> None:
    with pytest.raises(ProviderMisbehaved, match="before the start of the message"):
        ConverseEventReader().feed(message)


@pytest.mark.parametrize("stream", [b"", START, START + END + START[:9]])
def test_an_early_end_is_a_death(stream: bytes) -> None:
    reader = ConverseEventReader()
    reader.feed(stream)
    with pytest.raises(ProviderDied, match="expected messageStop"):
        reader.finish()
