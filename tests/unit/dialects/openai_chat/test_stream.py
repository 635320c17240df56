"""Streams of chat: where usage stands, and what ends them."""

import pytest

from ai_gateway.core.errors import ProviderDied
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.openai_chat.stream import ChatStream

DONE = b"data: [DONE]\n\n"


def usage_after(*events: bytes) -> Usage | None:
    reader = ChatStream()
    for event in events:
        reader.feed(event)
    reader.finish()
    return reader.usage


@pytest.mark.parametrize(
    ("events", "usage"),
    [
        ([b'data: {"choices":[],"usage":null}\n\n'], None),
        ([b'data: {"usage":{"prompt_tokens":1,"completion_tokens":2}}\n\n'], Usage(1, 2)),
        ([b'data: {"usage": {"prompt_tokens": 1, "completion_tokens": 2}}\n\n'], Usage(1, 2)),
        (
            [
                b'data: {"usage":{"prompt_tokens":1,"completion_tokens":1}}\n\n',
                b'data: {"usage":{"prompt_tokens":1,"completion_tokens":5}}\n\n',
                b'data: {"usage":{}}\n\n',
                b'data: {"usage":{"prompt_tokens":"?"}}\n\n',
            ],
            Usage(1, 5),
        ),
        (
            [b'data: {"x_groq":{"usage":{"prompt_tokens":3,"completion_tokens":4}}}\n\n'],
            Usage(3, 4),
        ),
        (
            [
                (
                    b'data: {"usage":{"prompt_tokens":1,"completion_tokens":2},'
                    b'"x_groq":{"usage":{"prompt_tokens":3,"completion_tokens":4}}}\n\n'
                )
            ],
            Usage(1, 2),
        ),
        ([b'data: {"choices":[{"delta":{"content":"\\"usage\\":{\\"a"}}]}\n\n'], None),
    ],
)
def test_usage_is_the_last_report(events: list[bytes], usage: Usage | None) -> None:
    assert usage_after(*events, DONE) == usage


@pytest.mark.parametrize(
    "end",
    [
        DONE,
        b"data:[DONE]",
        b"data: [DONE] \n\n",
        b'data: {"choices":[{"finish_reason":"tool_calls"}]}\n\n',
        b'data: {"choices": [{"finish_reason": "stop"}, {"finish_reason": null}]}\n\n',
        b'data: {"error":{"message":"boom"}}\n\n',
    ],
)
def test_an_end_is_seen(end: bytes) -> None:
    reader = ChatStream()
    assert reader.feed(end) + reader.finish() == end


@pytest.mark.parametrize(
    "event",
    [
        b'data: {"choices":[{"delta":{"content":"[DONE]"},"finish_reason":null}]}\n\n',
        b'data: {"choices":null}\n\n',
        b'data: {"choices":[{"finish_reason":""}],"error":null}\n\n',
        b'data: {"choices":[{"delta":{"finish_reason":"stop"}}]}\n\n',
        b": [DONE]\n\n",
    ],
)
def test_text_is_no_end(event: bytes) -> None:
    reader = ChatStream()
    reader.feed(event)
    with pytest.raises(ProviderDied, match=r"\[DONE\] or a finish_reason"):
        reader.finish()
