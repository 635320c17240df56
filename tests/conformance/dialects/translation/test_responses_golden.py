"""Questions, answers and streams of OpenAI's, side by side with what is read of them."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai.types.responses import Response

from ai_gateway.core.errors import GatewayError
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.openai_responses.caller import ResponsesCaller
from ai_gateway.dialects.openai_responses.provider import ResponsesProvider
from tests.conformance.dialects.translation.neutral_streams import chunked, joined

CALLER, PROVIDER = ResponsesCaller(), ResponsesProvider()
CASES = {
    path.name.partition(".")[0]: json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parents[3] / "golden").glob("*.openai-responses.json"))
}


def compact(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def stream_of(golden: dict[str, Any]) -> bytes:
    return b"".join(
        b"event: %b\ndata: %b\n\n" % (event["type"].encode(), compact(event))
        for event in golden["stream"]
    )


def test_there_are_cases():
    assert CASES


@pytest.mark.parametrize("case", CASES)
def test_a_question_crosses_and_comes_back(case: str):
    question = CASES[case]["question"]
    request = CALLER.read_request(compact(question))
    written = PROVIDER.write_request(request, Profile(reasoning="effort"))
    assert written.dropped == ()
    assert json.loads(written.body) == question


@pytest.mark.parametrize("case", CASES)
def test_an_answer_is_read_whole_and_streamed_alike(case: str):
    golden = CASES[case]
    expected = msgspec.convert(golden["reply"], Reply)
    assert PROVIDER.read_reply(compact(golden["answer"])) == expected
    reader = PROVIDER.event_reader()
    assert joined([*reader.feed(stream_of(golden)), *reader.finish()]) == expected


@pytest.mark.parametrize("case", CASES)
def test_an_answer_comes_back_with_the_same_output(case: str):
    golden = CASES[case]
    request = CALLER.read_request(compact(golden["question"]))
    body = CALLER.write_reply(msgspec.convert(golden["reply"], Reply), request)
    written = Response.model_validate_json(body, strict=True)
    answered = Response.model_validate_json(compact(golden["answer"]))
    assert (written.status, written.usage) == (answered.status, answered.usage)
    assert written.output_text == answered.output_text
    assert [item.type for item in written.output] == [item.type for item in answered.output]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(CASES)), st.lists(st.integers(1, 90), min_size=1, max_size=20))
def test_any_chunking_of_a_recorded_stream_gives_the_same_events(case: str, sizes: list[int]):
    stream = stream_of(CASES[case])
    whole, cut = PROVIDER.event_reader(), PROVIDER.event_reader()
    events = [event for piece in chunked(stream, sizes) for event in cut.feed(piece)]
    assert [*events, *cut.finish()] == [*whole.feed(stream), *whole.finish()]


def read_to_the_end(pieces: list[bytes]) -> None:
    reader = PROVIDER.event_reader()
    for piece in pieces:
        reader.feed(piece)
    reader.finish()


PIECES = st.binary(max_size=30) | st.sampled_from(
    (
        b"\n\n",
        b'data: {"type":"response.created","response":{"id":"r","model":"m"}}\n\n',
        b'data: {"type":"response.output_text.delta","delta":',
        b'data: {"type":"response.output_item.done","item":{"type":"x","id":"\xff"}}\n\n',
        b'data: {"type":"response.output_item.done","item":[]}\n\n',
        b'data: {"type":"response.content_part.done"}\n\n',
        b'data: {"type":"error","error":',
        b"data: " + b"[" * 3_000,
    )
)


@settings(max_examples=50, deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_arbitrary_bytes_raise_nothing_but_our_own_errors(pieces: list[bytes]):
    with pytest.raises(GatewayError):
        read_to_the_end(pieces)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=60))
def test_an_arbitrary_body_raises_nothing_but_our_own_errors(body: bytes):
    for read in (CALLER.read_request, PROVIDER.read_reply):
        with pytest.raises(GatewayError):
            read(body)
    assert PROVIDER.read_error(500, body, "p").status == 500
