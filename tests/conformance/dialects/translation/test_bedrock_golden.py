"""Questions and answers of Converse, side by side with what they mean."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.errors import GatewayError
from ai_gateway.dialects.bedrock_converse.provider import BedrockConverse
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Request
from tests.conformance.dialects.translation.bedrock_model import answered, serialized
from tests.conformance.dialects.translation.bedrock_wire import frame
from tests.conformance.dialects.translation.neutral_streams import chunked, joined

PROVIDER = BedrockConverse()
CASES = sorted((Path(__file__).parents[3] / "golden").glob("*.bedrock-converse.json"))


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.partition(".")[0])
def test_a_question_is_asked_and_its_answer_read_as_the_case_says(case: Path) -> None:
    golden = json.loads(case.read_text())
    profile = msgspec.convert(golden["profile"], Profile)
    written = PROVIDER.write_request(msgspec.convert(golden["request"], Request), profile)
    assert json.loads(written.body) == golden["question"]
    assert list(written.dropped) == golden["dropped"]
    serialized("Converse", written.body)
    answered("Converse", golden["answer"])
    reply = PROVIDER.read_reply(msgspec.json.encode(golden["answer"]))
    assert reply == msgspec.convert(golden["reply"], Reply)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.partition(".")[0])
@given(sizes=st.lists(st.integers(1, 99), min_size=1, max_size=4))
def test_any_chunking_of_its_stream_says_what_the_whole_answer_says(
    case: Path, sizes: list[int]
) -> None:
    golden = json.loads(case.read_text())
    events: list[list[Any]] = golden["stream"]
    stream = b"".join(frame(name, payload) for name, payload in events)
    reader = PROVIDER.event_reader()
    read = [event for piece in chunked(stream, sizes) for event in reader.feed(piece)]
    assert joined([*read, *reader.finish()]) == msgspec.convert(golden["reply"], Reply)


PIECES = st.binary(max_size=30) | st.sampled_from(
    (
        frame("messageStart", {"role": "assistant"}),
        frame("messageStart", {"role": "assistant"})[:17],
        frame("contentBlockDelta", {"delta": {"text": "a"}, "contentBlockIndex": 0}),
        frame("contentBlockDelta", {"delta": {"text": 3}, "contentBlockIndex": 0}),
        frame("contentBlockStop", {"contentBlockIndex": 0}),
        frame("metadata", {"usage": {}}),
        frame("throttlingException", {}, "exception"),
    )
)


@given(pieces=st.lists(PIECES, max_size=9))
def test_arbitrary_bytes_raise_nothing_but_our_own_errors(pieces: list[bytes]) -> None:
    reader = PROVIDER.event_reader()
    try:
        for piece in pieces:
            reader.feed(piece)
        reader.finish()
    except GatewayError:
        return
    assert any(b"exception" in piece for piece in pieces)


@given(body=st.binary(max_size=60))
def test_an_arbitrary_body_raises_nothing_but_our_own_errors(body: bytes) -> None:
    for read in (PROVIDER.read_reply, PROVIDER.read_count):
        with pytest.raises(GatewayError):
            read(body)
    assert PROVIDER.read_error(500, body, "p").status == 500
