"""Answers in anthropic-messages, whole and streamed: there and back, as the vendor's SDK reads."""

from itertools import pairwise

import httpx2
import msgspec
import pytest
from anthropic import Anthropic
from anthropic.types import Message as SdkMessage
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_gateway.dialects.anthropic_messages.caller import AnthropicCaller
from ai_gateway.dialects.anthropic_messages.provider import AnthropicProvider
from ai_gateway.dialects.neutral import event as events
from ai_gateway.dialects.neutral.content import (
    Part,
    RedactedThinking,
    Refusal,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.neutral.request import Request
from tests.conformance.dialects.translation import anthropic_form as form
from tests.conformance.dialects.translation import neutral_strategies as common
from tests.integration.simulator.exactness import exact

CALLER, PROVIDER = AnthropicCaller(), AnthropicProvider()
REQUEST = Request(model="m", messages=())

STOPS = st.sampled_from(("end", "length", "tool_calls", "pause"))
# The sum of a stream's later usage is told apart again only where the first one was split.
TOKENS = common.TOKENS.map(lambda tokens: msgspec.structs.replace(tokens, cache_write_long=0))


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    parts = draw(st.lists(form.CITED | form.THOUGHTS | common.TOOL_CALLS, min_size=1, max_size=4))
    answer = Answer(tuple(parts), draw(STOPS), draw(st.none() | form.WORDS))
    if draw(st.booleans()):
        answer = Answer((*parts, draw(common.REFUSALS)), "refusal")
    tier = draw(st.sampled_from((None, "default", "priority")))
    return Reply(draw(common.NAMES), draw(common.NAMES), (answer,), draw(TOKENS), None, tier)


def streamed(reply: Reply) -> list[events.Event]:
    """Return what a provider's stream of `reply` would be read as."""
    said: list[events.Event] = [
        events.Started(reply.id, reply.model, None, reply.usage, reply.service_tier)
    ]
    answer = reply.answers[0]
    for index, part in enumerate(answer.parts):
        said += [*_grown(index, part), events.PartEnded(0, index)]
    said.append(events.Stopped(0, answer.stop, answer.stop_sequence))
    assert reply.usage is not None
    return [*said, events.Metered(reply.usage), events.Ended()]


def _grown(index: int, part: Part) -> list[events.Event]:
    replace = msgspec.structs.replace
    match part:
        case Text(text, citations):
            cited = [events.Cited(0, index, citation) for citation in citations]
            grown = [events.TextGrew(0, index, piece) for piece in (text[:3], text[3:]) if piece]
            return [events.PartStarted(0, index, Text("")), *grown, *cited]
        case Thinking(text, str(signature)):
            bare = replace(part, text="", signature=None)
            said = events.TextGrew(0, index, text)
            return [events.PartStarted(0, index, bare), said, events.Signed(0, index, signature)]
        case ToolCall():
            begun = events.PartStarted(0, index, replace(part, arguments=""))
            return [begun, events.ArgumentsGrew(0, index, part.arguments)]
        case Refusal(text):
            return [events.PartStarted(0, index, Refusal("")), events.TextGrew(0, index, text)]
        case _:
            return [events.PartStarted(0, index, part)]


def joined(said: list[events.Event]) -> list[events.Event]:
    """Return the events with neighbouring growth of one part made one."""
    result: list[events.Event] = []
    for event in said:
        last = result[-1] if result else None
        if (
            isinstance(event, events.TextGrew)
            and isinstance(last, events.TextGrew)
            and last.index == event.index
        ):
            result[-1] = events.TextGrew(0, event.index, last.text + event.text)
        else:
            result.append(event)
    return result


def read(pieces: list[bytes]) -> list[events.Event]:
    reader = PROVIDER.event_reader()
    said = [event for piece in pieces for event in reader.feed(piece)]
    return joined([*said, *reader.finish()])


def by_sdk(body: bytes) -> SdkMessage:
    """Return the message that the vendor's SDK makes of a stream."""
    answer = httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=body)
    transport = httpx2.MockTransport(lambda _: answer)
    with (
        Anthropic(api_key="k", http_client=httpx2.Client(transport=transport)) as client,
        client.messages.stream(
            model="m", max_tokens=1, messages=[{"role": "user", "content": "x"}]
        ) as stream,
    ):
        return stream.get_final_message()


@given(reply=replies())
def test_a_whole_answer_reads_the_same(reply: Reply) -> None:
    assert PROVIDER.read_reply(CALLER.write_reply(reply, REQUEST)) == reply


@given(reply=replies())
def test_a_whole_answer_is_what_the_sdk_reads(reply: Reply) -> None:
    exact(SdkMessage.model_validate_json(CALLER.write_reply(reply, REQUEST)))


@given(reply=replies(), cuts=st.lists(st.integers(0, 10_000), max_size=20))
def test_a_stream_reads_the_same_however_it_is_cut(reply: Reply, cuts: list[int]) -> None:
    said = streamed(reply)
    body = CALLER.event_writer(REQUEST).write(said)
    edges = [0, *sorted(cut % (len(body) + 1) for cut in cuts), len(body)]
    came = read([body[start:end] for start, end in pairwise(edges)])
    metered = [event for event in came if isinstance(event, events.Metered)]
    assert metered == [events.Metered(reply.usage)] if reply.usage else metered == []
    others = [event for event in came if not isinstance(event, events.Metered)]
    assert others == joined([event for event in said if not isinstance(event, events.Metered)])


@settings(max_examples=25)
@given(reply=replies())
def test_the_sdk_puts_a_stream_together_as_the_whole_answer(reply: Reply) -> None:
    body = CALLER.event_writer(REQUEST).write(streamed(reply))
    whole = SdkMessage.model_validate_json(CALLER.write_reply(reply, REQUEST))
    got = by_sdk(body).model_dump(mode="json", exclude={"content": {"__all__": {"parsed_output"}}})
    assert got == whole.model_dump(mode="json")


KEPT: list[tuple[Part, ...]] = [
    (Thinking("why", None, "rs_1", summary=True), Text("x")),
    (Thinking("why", "sig", "rs_1"), RedactedThinking("enc", "rs_2"), Text("x")),
    (ToolCall("a", "f", "{}", "thought"), ToolCall("b", "f", "{}")),
]


@pytest.mark.parametrize("parts", KEPT)
@pytest.mark.parametrize("whole", [True, False])
def test_what_another_provider_needs_back_survives_the_caller(
    parts: tuple[Part, ...], whole: bool
) -> None:
    reply = Reply("m1", "m", (Answer(parts, "end"),), usage=common.Tokens(1, 2))
    if whole:
        message = SdkMessage.model_validate_json(CALLER.write_reply(reply, REQUEST))
    else:
        message = by_sdk(CALLER.event_writer(REQUEST).write(streamed_plainly(parts)))
    content = [block.model_dump(mode="json", exclude_none=True) for block in message.content]
    turn = {"role": "assistant", "content": content}
    body = msgspec.json.encode({"model": "m", "max_tokens": 1, "messages": [turn]})
    assert CALLER.read_request(body).messages[0].parts == parts


def streamed_plainly(parts: tuple[Part, ...]) -> list[events.Event]:
    said: list[events.Event] = [events.Started("m1", "m")]
    for index, part in enumerate(parts):
        said += [events.PartStarted(0, index, part), events.PartEnded(0, index)]
    return [*said, events.Stopped(0, "end"), events.Ended()]


def test_a_block_of_a_kind_that_is_not_known_is_kept_whole() -> None:
    block = '{"type":"fallback","model":"x"}'
    body = b'{"id":"m1","model":"m","content":[%b],"stop_reason":"end_turn"}' % block.encode()
    kept = ServerToolResult("", "fallback", "anthropic-messages", block)
    assert PROVIDER.read_reply(body).answers[0].parts == (kept,)
