"""Counting tokens."""

import json

import pytest

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.gemini.token_count import read_count, write_count_request
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Message, Request


def test_the_whole_request_is_counted():
    request = Request(
        model="gemini-x",
        messages=(Message("system", (Text("s"),)), Message("user", (Text("a"),))),
        user="u",
    )
    written = write_count_request(request, Profile())
    assert json.loads(written.body) == {
        "generateContentRequest": {
            "model": "models/gemini-x",
            "contents": [{"parts": [{"text": "a"}], "role": "user"}],
            "systemInstruction": {"parts": [{"text": "s"}]},
        }
    }
    assert written.dropped == ("user",)


def test_the_count_is_read():
    assert read_count(b'{"totalTokens": 31, "promptTokensDetails": []}') == 31


@pytest.mark.parametrize("body", [b"{}", b'{"totalTokens": -1}', b"x"])
def test_what_is_no_count_is_not_taken_for_one(body: bytes):
    with pytest.raises(ProviderMisbehaved):
        read_count(body)
