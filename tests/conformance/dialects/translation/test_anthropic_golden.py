"""Questions and answers in anthropic-messages, side by side with what is read of the answer."""

import json
from pathlib import Path

import msgspec
import pytest
from anthropic.types import Message
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.errors import GatewayError
from ai_gateway.dialects.anthropic_messages.caller import AnthropicCaller
from ai_gateway.dialects.anthropic_messages.provider import AnthropicProvider
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Reply
from tests.integration.simulator.exactness import exact

CALLER, PROVIDER = AnthropicCaller(), AnthropicProvider()
CASES = sorted((Path(__file__).parents[3] / "golden").glob("*.anthropic-messages.json"))


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.partition(".")[0])
def test_a_question_and_its_answer_cross_and_come_back(case: Path) -> None:
    golden = json.loads(case.read_text())
    question = json.dumps(golden["question"], separators=(",", ":")).encode()
    answer = json.dumps(golden["answer"], separators=(",", ":")).encode()
    request = CALLER.read_request(question)
    written = PROVIDER.write_request(request, Profile(reasoning="adaptive"))
    assert written.dropped == ()
    assert json.loads(written.body) == golden["question"]
    exact(Message.model_validate_json(answer))
    reply = PROVIDER.read_reply(answer)
    assert reply == msgspec.convert(golden["reply"], Reply)
    assert json.loads(CALLER.write_reply(reply, request)) == golden["answer"]


PIECES = st.binary(max_size=30) | st.sampled_from(
    (
        b"\n\n",
        b'data: {"type":"message_start","message":{"id":"i","model":"m"}}\n\n',
        b'data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}',
        b'data: {"type":"content_block_stop","index":0}\n\n',
        b'data: {"type":"content_block_delta","index":0,"delta":',
        b'data: {"type":"error","error":',
        b"data: " + b"[" * 3_000,
    )
)


@given(pieces=st.lists(PIECES, max_size=12))
def test_arbitrary_bytes_raise_nothing_but_our_own_errors(pieces: list[bytes]) -> None:
    reader = PROVIDER.event_reader()
    try:
        for piece in pieces:
            reader.feed(piece)
        reader.finish()
    except GatewayError:
        return
    assert any(b"error" in piece for piece in pieces)


@given(body=st.binary(max_size=60))
def test_an_arbitrary_body_raises_nothing_but_our_own_errors(body: bytes) -> None:
    for read in (CALLER.read_request, PROVIDER.read_reply, PROVIDER.read_count):
        with pytest.raises(GatewayError):
            read(body)
    assert PROVIDER.read_error(500, body, "p").status == 500
