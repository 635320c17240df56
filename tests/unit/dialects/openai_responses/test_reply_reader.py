"""A whole response becomes a reply, or the provider's own failure."""

import msgspec
import pytest

from ai_gateway.core.errors import ProviderError, ProviderMisbehaved
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_responses.reply_reader import read_created, read_reply
from ai_gateway.dialects.openai_responses.shapes import Response


def test_a_complete_response():
    body = {
        "id": "resp_1",
        "model": "m",
        "created_at": 1700000000.0,
        "status": "completed",
        "service_tier": "default",
        "output": [{"type": "message", "content": [{"type": "output_text", "text": "hi"}]}],
        "usage": {"input_tokens": 3, "output_tokens": 2, "total_tokens": 5},
    }
    assert read_reply(msgspec.json.encode(body)) == Reply(
        "resp_1", "m", (Answer((Text("hi"),), "end"),), Tokens(3, 2), 1700000000, "default"
    )


def test_a_creation_at_the_epoch_is_unknown():
    assert read_created(Response(created_at=0)) is None
    assert read_created(Response()) is None


def test_a_failed_response_is_the_provider_s_failure():
    with pytest.raises(ProviderError) as failed:
        read_reply(
            b'{"status":"failed","error":{"code":"rate_limit_exceeded","message":"Slow down."}}'
        )
    assert (failed.value.status, failed.value.message) == (429, "Slow down.")


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"output":[1]}', b'{"output":{}}'])
def test_anything_else_is_no_response(body: bytes):
    with pytest.raises(ProviderMisbehaved):
        read_reply(body)
