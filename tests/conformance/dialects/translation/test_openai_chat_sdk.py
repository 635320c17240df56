"""What is written in chat completions is what the vendor's SDK says they are."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from openai.lib.streaming.chat._completions import ChatCompletionStreamState
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming

from ai_gateway.dialects.neutral.content import RedactedThinking, Text, Thinking, ToolCall
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.openai_chat.caller import ChatCaller
from ai_gateway.dialects.openai_chat.provider import ChatProvider
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.dialects.sse import read_events
from tests.conformance.dialects.translation.openai_chat_strategies import (
    REPLIES,
    REQUESTS,
    as_stream,
)
from tests.conformance.dialects.translation.typed_params import check_params

CALLER = ChatCaller()
METERED = Request(model="m", messages=(), include_usage=True)


def chunks_of(body: bytes) -> list[ChatCompletionChunk]:
    *chunks, done = read_events(body)
    assert done.data == b"[DONE]"
    return [ChatCompletionChunk.model_validate_json(chunk.data) for chunk in chunks]


@settings(max_examples=50, deadline=None)
@given(REQUESTS, st.sampled_from(["none", "prompt_cache_breakpoint"]))
def test_a_request_is_typed_params(request: Request, cache: str) -> None:
    provider = ChatProvider(Quirks(cache="none" if cache == "none" else "prompt_cache_breakpoint"))
    written = provider.write_request(request, Profile(reasoning="effort"))
    check_params(CompletionCreateParamsStreaming, json.loads(written.body))


@settings(max_examples=50, deadline=None)
@given(REPLIES)
def test_a_reply_is_a_chat_completion(reply: Reply) -> None:
    completion = ChatCompletion.model_validate_json(CALLER.write_reply(reply, METERED))
    assert completion.model_extra == {}
    for choice, answer in zip(completion.choices, reply.answers, strict=True):
        assert set(choice.model_extra or ()) <= {"stop_reason"}
        added = set(choice.message.model_extra or ())
        assert added <= {"reasoning_content", "reasoning_details", "images"}
        calls = [part.id for part in answer.parts if isinstance(part, ToolCall)]
        assert [call.id for call in choice.message.tool_calls or ()] == calls


@settings(max_examples=50, deadline=None)
@given(REPLIES, st.integers(1, 5))
def test_a_stream_is_chunks_that_add_up(reply: Reply, cut: int) -> None:
    state = ChatCompletionStreamState()
    for chunk in chunks_of(CALLER.event_writer(METERED).write(as_stream(reply, cut))):
        state.handle_chunk(chunk)
    completion = state.current_completion_snapshot
    for choice, answer in zip(completion.choices, reply.answers, strict=True):
        texts = [part.text for part in answer.parts if isinstance(part, Text)]
        assert (choice.message.content or "") == "".join(texts)
        calls = choice.message.tool_calls or ()
        assert [(call.id, call.function.name, call.function.arguments) for call in calls] == [
            (part.id, part.name, part.arguments)
            for part in answer.parts
            if isinstance(part, ToolCall)
        ]
    assert (completion.usage is None) == (reply.usage is None)


THOUGHTFUL = Reply(
    "r",
    "m",
    (
        Answer(
            (
                Thinking("What is the weather?", "c2lnbmF0dXJl", "rs_1"),
                RedactedThinking("ZW5jcnlwdGVk", "rs_2"),
                Thinking("A summary", summary=True),
                Text("I look it up."),
                ToolCall("call_1", "weather", '{"city":"Oslo"}', "dGhvdWdodA=="),
                ToolCall("call_2", "time", "{}"),
            ),
            "tool_calls",
        ),
    ),
)


def test_thoughts_survive_the_trip_through_the_vendors_sdk() -> None:
    state = ChatCompletionStreamState()
    for chunk in chunks_of(CALLER.event_writer(METERED).write(as_stream(THOUGHTFUL, 4))):
        state.handle_chunk(chunk)
    streamed = state.current_completion_snapshot.choices[0].message
    whole = ChatCompletion.model_validate_json(CALLER.write_reply(THOUGHTFUL, METERED))
    for message in (streamed, whole.choices[0].message):
        # As the vendor's examples give an answer back: the SDK's own object, dumped.
        body = {"model": "m", "messages": [message.model_dump(mode="json", exclude_none=True)]}
        read = CALLER.read_request(json.dumps(body).encode())
        assert read.messages[0].parts == THOUGHTFUL.answers[0].parts
