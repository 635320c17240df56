"""Usage that only the gateway asked for is asked for, and reaches no caller."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.errors import ProviderDied
from ai_gateway.dialects.openai_chat.stream import ChatStream
from ai_gateway.dialects.openai_chat.usage_request import HiddenUsage, asking_for_usage

WORD = b'data: {"choices":[{"index":0,"delta":{"content":"a \\"usage\\":null,"}}]%b}\n\n'
STOP = b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]%b}\n\n'
COUNTS = b'{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}'
USAGE = b'data: {"choices":[],"usage":%b}\n\n' % COUNTS
DONE = b"data: [DONE]\n\n"
NULL = b',"usage":null'
SENT = WORD % NULL + STOP % NULL + USAGE + DONE
SEEN = WORD % b"" + STOP % b"" + DONE


def test_a_request_that_did_not_ask_is_as_it_was_but_for_the_question():
    body = b'{ "model":"m",  "stream": true, "x": "\\ud800"}'
    assert asking_for_usage(body) == (
        b'{ "model":"m",  "stream": true, "x": "\\ud800","stream_options":{"include_usage":true}}'
    )


@pytest.mark.parametrize(
    "options", ['{"include_usage":false}', '{"include_obfuscation":false}', "null", "{}"]
)
def test_options_of_the_callers_own_are_kept(options: str):
    body = f'{{"model":"m","stream":true,"stream_options":{options}}}'.encode()
    asked = asking_for_usage(body)
    assert asked is not None
    given_ = json.loads(options) or {}
    assert json.loads(asked)["stream_options"] == {**given_, "include_usage": True}


@pytest.mark.parametrize(
    "body",
    [
        b'{"stream":true,"stream_options":{"include_usage":true}}',
        b'{"stream":false}',
        b'{"model":"m"}',
        b"[]",
        b"{",
        b'{"stream":true,"stream_options":7}',
    ],
)
def test_what_asks_already_or_streams_nothing_or_is_no_request_is_left_alone(body: bytes):
    assert asking_for_usage(body) is None


def test_the_chunk_of_usage_and_the_empty_members_are_hidden_and_read():
    reader = HiddenUsage(ChatStream())
    assert reader.feed(SENT) + reader.finish() == SEEN
    assert reader.usage is not None
    assert (reader.usage.input_tokens, reader.usage.output_tokens) == (3, 2)
    assert reader.final
    assert reader.written > 0


@given(st.lists(st.integers(1, len(SENT)), max_size=20))
def test_any_chunking_hides_the_same(cuts: list[int]):
    reader, edges = HiddenUsage(ChatStream()), sorted({0, *cuts, len(SENT)})
    passed = [reader.feed(SENT[a:b]) for a, b in pairwise(edges)]
    assert b"".join(passed) + reader.finish() == SEEN


def test_lines_that_end_otherwise_are_hidden_too():
    reader = HiddenUsage(ChatStream())
    crlf = SENT.replace(b"\n", b"\r\n")
    assert reader.feed(crlf) + reader.finish() == SEEN.replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    "event",
    [
        b'data: {"choices":[],"prompt_filter_results":[],"usage":null}\n\n',
        b'data: {"choices":[{"index":0,"delta":{}}],"usage":{"prompt_tokens":1}}\n\n',
        b'data: {"error":{"message":"usage"},"usage":{"prompt_tokens":1}}\n\n',
    ],
)
def test_a_chunk_that_says_something_else_is_passed_on(event: bytes):
    assert HiddenUsage(ChatStream()).feed(event) == event.replace(NULL, b"")


def test_a_stream_that_breaks_off_still_died():
    reader = HiddenUsage(ChatStream())
    reader.feed(WORD % NULL)
    with pytest.raises(ProviderDied):
        reader.finish()
