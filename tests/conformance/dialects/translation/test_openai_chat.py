"""Whatever chat completions can express comes back from them as it went in."""

from itertools import pairwise

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_gateway.dialects.neutral.content import Refusal, Text
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Reply, TokenLogprob
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.openai_chat.caller import ChatCaller
from ai_gateway.dialects.openai_chat.provider import ChatProvider
from ai_gateway.dialects.openai_chat.quirks import Quirks
from tests.conformance.dialects.translation.neutral_strategies import LOGPROBS
from tests.conformance.dialects.translation.openai_chat_strategies import (
    REPLIES,
    REQUESTS,
    as_stream,
)

CALLER = ChatCaller()
OPENAI = ChatProvider()
# The one server that takes everything back.
ROUTER = ChatProvider(Quirks(reasoning="reasoning_details", cache="cache_control"))
METERED = Request(model="m", messages=(), include_usage=True)


@settings(deadline=None)
@given(REQUESTS)
def test_a_request_comes_back_as_it_was(request: Request) -> None:
    written = ROUTER.write_request(request, Profile(reasoning="effort"))
    assert written.dropped == ()
    assert CALLER.read_request(written.body) == request


@settings(deadline=None)
@given(REPLIES, st.none() | LOGPROBS)
def test_a_reply_comes_back_as_it_was(
    reply: Reply, logprobs: tuple[TokenLogprob, ...] | None
) -> None:
    answers = tuple(
        msgspec.structs.replace(answer, logprobs=logprobs)
        if any(isinstance(part, Text | Refusal) for part in answer.parts)
        else answer
        for answer in reply.answers
    )
    reply = msgspec.structs.replace(reply, answers=answers)
    assert OPENAI.read_reply(CALLER.write_reply(reply, METERED)) == reply


@settings(deadline=None)
@given(REPLIES, st.integers(1, 4))
def test_a_stream_comes_back_as_it_was(reply: Reply, cut: int) -> None:
    events = as_stream(reply, cut)
    body = CALLER.event_writer(METERED).write(events)
    reader = OPENAI.event_reader()
    assert [*reader.feed(body), *reader.finish()] == events


@settings(deadline=None)
@given(REPLIES, st.lists(st.integers(0, 10**5), max_size=9))
def test_any_cutting_of_a_stream_gives_the_same_events(reply: Reply, cuts: list[int]) -> None:
    body = CALLER.event_writer(METERED).write(as_stream(reply, 3))
    whole = OPENAI.event_reader()
    expected = [*whole.feed(body), *whole.finish()]
    reader = OPENAI.event_reader()
    places = [0, *sorted(cut % len(body) for cut in cuts), len(body)]
    pieces = [body[start:end] for start, end in pairwise(places)]
    read = [event for piece in pieces for event in reader.feed(piece)]
    assert [*read, *reader.finish()] == expected
