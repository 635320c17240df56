"""Replies cross `openai-responses`, whole and streamed, in the form that OpenAI's SDK reads."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai.types.responses import Response

from ai_gateway.dialects.neutral.content import (
    Part,
    RedactedThinking,
    Refusal,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.reply import Answer, Reply, Stop
from ai_gateway.dialects.neutral.request import Message, Request
from ai_gateway.dialects.openai_responses.caller import ResponsesCaller
from ai_gateway.dialects.openai_responses.provider import ResponsesProvider
from tests.conformance.dialects.translation import neutral_strategies as neutral
from tests.conformance.dialects.translation.neutral_streams import chunked, events_of, joined
from tests.conformance.dialects.translation.response_stream import read_by_sdk
from tests.conformance.dialects.translation.responses_strategies import (
    CITED_TEXTS,
    OWN_THOUGHTS,
    SEARCHES,
)

REQUEST = Request(model="m", messages=(Message("user", (Text("hi"),)),))

PARTS = CITED_TEXTS | neutral.REFUSALS | neutral.TOOL_CALLS | OWN_THOUGHTS | SEARCHES


def stop_of(parts: tuple[Part, ...]) -> st.SearchStrategy[Stop]:
    """Return the ends that an answer with these parts may say in this dialect."""
    complete: Stop = "end"
    if any(isinstance(part, ToolCall) for part in parts):
        complete = "tool_calls"
    elif any(isinstance(part, Refusal) for part in parts):
        complete = "refusal"
    return st.sampled_from((complete, "length", "content_filter", "pause"))


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    # A response names an item once: a thought of OpenAI's by its id, a call by the caller's.
    parts = draw(
        st.lists(
            PARTS, max_size=4, unique_by=lambda part: getattr(part, "id", None) or id(part)
        ).map(tuple)
    )
    has_text = any(isinstance(part, Text) for part in parts)
    answer = Answer(
        parts,
        draw(stop_of(parts)),
        logprobs=draw(st.none() | neutral.LOGPROBS) if has_text else None,
    )
    return Reply(
        id="resp_" + draw(neutral.NAMES),
        model=draw(neutral.NAMES),
        answers=(answer,),
        usage=draw(st.none() | neutral.TOKENS),
        created=draw(st.none() | st.integers(1, 2**31)),
        service_tier=draw(st.sampled_from((None, "default", "flex"))),
    )


@settings(max_examples=30, deadline=None)
@given(replies())
def test_a_reply_comes_back_as_it_was(reply: Reply):
    body = ResponsesCaller().write_reply(reply, REQUEST)
    assert ResponsesProvider().read_reply(body) == reply


@settings(max_examples=30, deadline=None)
@given(replies())
def test_a_reply_is_one_that_the_sdk_reads_whole(reply: Reply):
    body = ResponsesCaller().write_reply(reply, REQUEST)
    response = Response.model_validate_json(body, strict=True)
    assert response.model_extra == {}
    said = "".join(part.text for part in reply.answers[0].parts if isinstance(part, Text))
    assert response.output_text == said


@settings(max_examples=30, deadline=None)
@given(replies())
def test_a_streamed_reply_comes_back_as_it_was(reply: Reply):
    stream = ResponsesCaller().event_writer(REQUEST).write(events_of(reply))
    reader = ResponsesProvider().event_reader()
    assert joined([*reader.feed(stream), *reader.finish()]) == reply


@settings(max_examples=30, deadline=None)
@given(replies(), st.lists(st.integers(1, 40), min_size=1, max_size=20))
def test_any_chunking_gives_the_same_events(reply: Reply, sizes: list[int]):
    stream = ResponsesCaller().event_writer(REQUEST).write(events_of(reply))
    whole = ResponsesProvider().event_reader()
    expected = [*whole.feed(stream), *whole.finish()]
    reader = ResponsesProvider().event_reader()
    events = [event for piece in chunked(stream, sizes) for event in reader.feed(piece)]
    assert [*events, *reader.finish()] == expected


@settings(max_examples=30, deadline=None)
@given(replies())
def test_the_sdk_accumulates_a_stream_to_the_whole_response(reply: Reply):
    stream = ResponsesCaller().event_writer(REQUEST).write(events_of(reply))
    whole = msgspec.json.decode(ResponsesCaller().write_reply(reply, REQUEST))
    assert read_by_sdk(stream) == whole


FOREIGN = (
    Thinking("let me see", signature="c2lnbmVk"),
    Thinking("unsigned"),
    RedactedThinking("b3BhcXVl"),
    ServerToolCall("srv_1", "web_search", '{"query":"x"}'),
    ServerToolResult("srv_1", "web_search", "anthropic-messages", '{"type":"any"}'),
    ServerToolCall("srv_2", "code_execution", '{"code":"1"}'),
    ToolCall("call_1", "f", '{"a":1}', signature="dGhvdWdodA=="),
    Text("done"),
)


@pytest.mark.parametrize("streamed", [False, True])
def test_what_another_provider_said_comes_back_with_the_next_request(streamed: bool):
    caller = ResponsesCaller()
    reply = Reply("msg_1", "m", (Answer(FOREIGN, "tool_calls"),))
    if streamed:
        output = read_by_sdk(caller.event_writer(REQUEST).write(events_of(reply)))["output"]
    else:
        output = msgspec.json.decode(caller.write_reply(reply, REQUEST))["output"]
    request = caller.read_request(msgspec.json.encode({"model": "m", "input": output}))
    assert [part for message in request.messages for part in message.parts] == list(FOREIGN)


def test_a_caller_that_returns_only_what_is_encrypted_loses_no_thought():
    caller = ResponsesCaller()
    reply = Reply("msg_1", "m", (Answer(FOREIGN[:3], "end"),))
    output = msgspec.json.decode(caller.write_reply(reply, REQUEST))["output"]
    stripped = [
        {"type": "reasoning", "summary": [], "encrypted_content": item["encrypted_content"]}
        for item in output
    ]
    request = caller.read_request(msgspec.json.encode({"model": "m", "input": stripped}))
    assert tuple(part for message in request.messages for part in message.parts) == FOREIGN[:3]
