"""Questions and answers in openai-chat, side by side with what is read of the answer."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai.types.chat import ChatCompletion

from ai_gateway.core.errors import GatewayError
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.openai_chat.caller import ChatCaller
from ai_gateway.dialects.openai_chat.provider import ChatProvider
from ai_gateway.dialects.openai_chat.quirks import Quirks

CALLER = ChatCaller()
PROVIDER = ChatProvider(Quirks(reasoning="reasoning_details", cache="cache_control"))
CASES = sorted((Path(__file__).parents[3] / "golden").glob("*.openai-chat.json"))


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.partition(".")[0])
def test_a_question_and_its_answer_cross_and_come_back(case: Path) -> None:
    golden = json.loads(case.read_text())
    question, answer = (json.dumps(golden[side]).encode() for side in ("question", "answer"))
    request = CALLER.read_request(question)
    written = PROVIDER.write_request(request, Profile(reasoning="effort"))
    assert written.dropped == ()
    assert json.loads(written.body) == golden["question"]
    ChatCompletion.model_validate_json(answer)
    reply = PROVIDER.read_reply(answer)
    assert reply == msgspec.convert(golden["reply"], Reply)
    assert json.loads(CALLER.write_reply(reply, request)) == golden["answer"]


PIECES = st.binary(max_size=30) | st.sampled_from(
    (
        b"\n\n",
        b"data: [DONE]\n\n",
        b'data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n',
        b'data: {"choices":[{"delta":{"tool_calls":[{"index":1}]}}]}\n\n',
        b'data: {"choices":[{"delta":{"tool_calls":[{"index":-1}]},"finish_reason":"x"}]}\n\n',
        b'data: {"choices":[{"delta":null,"finish_reason":"stop"}],"usage":{}}\n\n',
        b'data: {"error":[]}\n\n',
        b'data: {"error":',
        b"data: " + b"[" * 3_000,
    )
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_arbitrary_bytes_raise_nothing_but_our_own_errors(pieces: list[bytes]) -> None:
    reader = PROVIDER.event_reader()
    try:
        events = [event for piece in pieces for event in reader.feed(piece)]
        events += reader.finish()
    except GatewayError:
        return
    assert CALLER.event_writer(CALLER.read_request(b'{"model":"m","messages":[]}')).write(events)


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_an_arbitrary_body_raises_nothing_but_our_own_errors(body: bytes) -> None:
    for read in (CALLER.read_request, PROVIDER.read_reply):
        with pytest.raises(GatewayError):
            read(body)
    assert PROVIDER.read_error(500, body, "p").status == 500
