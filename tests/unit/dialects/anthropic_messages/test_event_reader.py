"""Streams of the provider."""

import pytest

from ai_gateway.core.errors import ProviderDied, ProviderMisbehaved
from ai_gateway.dialects.anthropic_messages.event_reader import MessageEventReader
from ai_gateway.dialects.neutral.content import (
    Citation,
    RedactedThinking,
    Refusal,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.event import (
    ArgumentsGrew,
    Cited,
    Ended,
    Event,
    Failed,
    Metered,
    PartEnded,
    PartStarted,
    Signed,
    Started,
    Stopped,
    TextGrew,
)
from ai_gateway.dialects.neutral.usage import Tokens


def event(kind: str, members: str = "") -> bytes:
    return f'event: {kind}\ndata: {{"type":"{kind}"{members}}}\n\n'.encode()


def block(index: int, opened: str, *deltas: str) -> bytes:
    grown = [event("content_block_delta", f',"index":{index},"delta":{d}') for d in deltas]
    return b"".join(
        [
            event("content_block_start", f',"index":{index},"content_block":{opened}'),
            *grown,
            event("content_block_stop", f',"index":{index}'),
        ]
    )


START = event(
    "message_start",
    ',"message":{"id":"m1","model":"c","usage":{"input_tokens":9,"output_tokens":1,'
    '"service_tier":"standard","cache_creation":{"ephemeral_5m_input_tokens":2,'
    '"ephemeral_1h_input_tokens":3}}}',
)
STARTED = Started("m1", "c", None, Tokens(9, 1, None, 2, 3), "default")
STOP = event("message_stop")


def read(*pieces: bytes) -> list[Event]:
    reader = MessageEventReader()
    return [*(event for piece in pieces for event in reader.feed(piece)), *reader.finish()]


def within(*events: bytes) -> list[Event]:
    """Return what comes of `events` in the middle of an answer."""
    said = read(START, *events, STOP)
    assert said[0] == STARTED
    assert said[-2:] == [Stopped(0, "end"), Ended()]
    return said[1:-2]


def test_a_text_grows() -> None:
    body = block(
        0,
        '{"type":"text","text":""}',
        '{"type":"text_delta","text":"Hi"}',
        '{"type":"citations_delta","citation":{"type":"web_search_result_location",'
        '"cited_text":"t","url":"u","title":null,"encrypted_index":"e"}}',
    )
    assert within(body) == [
        PartStarted(0, 0, Text("")),
        TextGrew(0, 0, "Hi"),
        Cited(0, 0, Citation("web", "t", "u", opaque="e")),
        PartEnded(0, 0),
    ]


def test_a_thought_grows_and_is_signed() -> None:
    body = block(
        0,
        '{"type":"thinking","thinking":"","signature":""}',
        '{"type":"thinking_delta","thinking":"Hm"}',
        '{"type":"signature_delta","signature":"s"}',
    )
    assert within(body, block(1, '{"type":"redacted_thinking","data":"d"}')) == [
        PartStarted(0, 0, Thinking("")),
        TextGrew(0, 0, "Hm"),
        Signed(0, 0, "s"),
        PartEnded(0, 0),
        PartStarted(0, 1, RedactedThinking("d")),
        PartEnded(0, 1),
    ]


@pytest.mark.parametrize(
    ("given", "deltas", "grown"),
    [
        ("{}", ["", '{\\"a\\":', "1}"], ['{"a":', "1}"]),
        ("{}", [""], ["{}"]),
        ("{}", [], ["{}"]),
        ('{"a":1}', [], ['{"a":1}']),
    ],
)
def test_the_arguments_of_a_call_are_never_nothing(
    given: str, deltas: list[str], grown: list[str]
) -> None:
    pieces = [f'{{"type":"input_json_delta","partial_json":"{piece}"}}' for piece in deltas]
    body = block(0, f'{{"type":"tool_use","id":"t","name":"f","input":{given}}}', *pieces)
    assert within(body) == [
        PartStarted(0, 0, ToolCall("t", "f", "")),
        *(ArgumentsGrew(0, 0, piece) for piece in grown),
        PartEnded(0, 0),
    ]


def test_a_search_of_the_providers_own() -> None:
    result = '{"type":"web_search_tool_result","tool_use_id":"s","content":[]}'
    call = '{"type":"server_tool_use","id":"s","name":"web_search","input":{}}'
    query = '{"type":"input_json_delta","partial_json":"{}"}'
    assert within(block(0, call, query), block(1, result)) == [
        PartStarted(0, 0, ServerToolCall("s", "web_search", "")),
        ArgumentsGrew(0, 0, "{}"),
        PartEnded(0, 0),
        PartStarted(0, 1, ServerToolResult("s", "web_search", "anthropic-messages", result)),
        PartEnded(0, 1),
    ]


def test_the_end_tells_the_reason_and_all_that_was_billed() -> None:
    end = event(
        "message_delta",
        ',"delta":{"stop_reason":"stop_sequence","stop_sequence":"x"},"usage":{"output_tokens":7}',
    )
    assert read(START, end, STOP)[1:] == [
        Metered(Tokens(9, 7, None, 2, 3)),
        Stopped(0, "stop_sequence", "x"),
        Ended(),
    ]


def test_the_reason_for_declining_is_a_part() -> None:
    end = event(
        "message_delta",
        ',"delta":{"stop_reason":"refusal","stop_details":{"type":"refusal","explanation":"No."}}',
    )
    assert read(START, end, STOP)[1:] == [
        PartStarted(0, 0, Refusal("")),
        TextGrew(0, 0, "No."),
        PartEnded(0, 0),
        Stopped(0, "refusal"),
        Ended(),
    ]


@pytest.mark.parametrize(
    "passed_over",
    [
        event("ping"),
        event("brand_new", ',"a":1'),
        b": comment\n\n",
    ],
)
def test_what_says_nothing_is_passed_over(passed_over: bytes) -> None:
    assert within(passed_over) == []


def test_a_delta_of_a_new_kind_is_passed_over() -> None:
    body = block(0, '{"type":"text","text":"a"}', '{"type":"mood_delta","mood":"good"}')
    assert within(body) == [
        PartStarted(0, 0, Text("")),
        TextGrew(0, 0, "a"),
        PartEnded(0, 0),
    ]


@pytest.mark.parametrize("type_", ['"type":"error",', ""])
def test_an_error_ends_the_stream(type_: str) -> None:
    body = f'event: error\ndata: {{{type_}"error":{{"type":"overloaded_error","message":"Busy"}}}}'
    assert read(START, body.encode() + b"\n\n", STOP) == [STARTED, Failed(529, "Busy")]


@pytest.mark.parametrize(
    "wrong",
    [
        b"data: {\n\n",
        b"data: \xff\n\n",
        event("content_block_stop", ',"index":4'),
        event("content_block_delta", ',"index":4,"delta":{"type":"text_delta","text":"x"}'),
        event("content_block_start", ',"index":0'),
        event("content_block_start", ',"index":0,"content_block":7'),
    ],
)
def test_what_cannot_be_read_misbehaved(wrong: bytes) -> None:
    with pytest.raises(ProviderMisbehaved):
        read(START, wrong)


def test_nothing_comes_before_the_start() -> None:
    assert MessageEventReader().feed(event("ping")) == []
    with pytest.raises(ProviderMisbehaved, match="before the start"):
        MessageEventReader().feed(STOP)


def test_a_stream_without_its_end_died() -> None:
    reader = MessageEventReader()
    reader.feed(START)
    with pytest.raises(ProviderDied, match="message_stop"):
        reader.finish()


def test_half_an_emoji_can_be_read() -> None:
    body = block(0, '{"type":"text","text":""}', '{"type":"text_delta","text":"a\\ud83d"}')
    assert TextGrew(0, 0, "a\ufffd") in within(body)
