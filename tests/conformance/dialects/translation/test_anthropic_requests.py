"""Requests in anthropic-messages: there and back again, and in the vendor's own shapes."""

import msgspec
import pytest
from anthropic.types import MessageCountTokensParams
from anthropic.types.message_create_params import (
    MessageCreateParamsNonStreaming,
    MessageCreateParamsStreaming,
)
from hypothesis import given

from ai_gateway.dialects.anthropic_messages.caller import AnthropicCaller
from ai_gateway.dialects.anthropic_messages.provider import AnthropicProvider
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Request
from tests.conformance.dialects.translation.anthropic_form import requests
from tests.conformance.dialects.translation.neutral_strategies import merged
from tests.conformance.dialects.translation.typed_params import check_params

CALLER, PROVIDER = AnthropicCaller(), AnthropicProvider()
PROFILE = Profile(max_output=64_000, reasoning="adaptive")

# In the vendor's API reference for the models that take them, and no longer in its SDK.
SAMPLING = ("temperature", "top_p", "top_k")


def bare(request: Request) -> Request:
    return msgspec.structs.replace(request, messages=merged(request.messages))


@given(request=requests())
def test_what_is_written_reads_the_same(request: Request) -> None:
    written = PROVIDER.write_request(request, PROFILE)
    assert written.dropped == ()
    assert bare(CALLER.read_request(written.body)) == request


@given(request=requests())
def test_what_is_written_is_what_the_sdk_would_send(request: Request) -> None:
    fields = msgspec.json.decode(PROVIDER.write_request(request, PROFILE).body)
    for name in SAMPLING:
        fields.pop(name, None)
    streamed = MessageCreateParamsStreaming if request.stream else MessageCreateParamsNonStreaming
    check_params(streamed, fields)


@given(request=requests())
def test_a_count_is_asked_for_as_the_sdk_does(request: Request) -> None:
    written = PROVIDER.write_count_request(request, PROFILE)
    check_params(MessageCountTokensParams, msgspec.json.decode(written.body))
    assert bare(CALLER.read_count_request(written.body)).messages == request.messages


@pytest.mark.parametrize(
    "wrong",
    [
        {"messages": [{"role": "tool", "content": "x"}]},
        {"messages": [{"role": "user", "content": 3}]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "x", "odd": 1}]}]},
        {"seed": 3},
    ],
)
def test_the_strict_reading_catches_planted_mistakes(wrong: dict[str, object]) -> None:
    fields = {"model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": "x"}]}
    check_params(MessageCreateParamsNonStreaming, fields)
    with pytest.raises(AssertionError):
        check_params(MessageCreateParamsNonStreaming, fields | wrong)
