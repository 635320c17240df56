"""A provider's whole answer, read."""

import pytest

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.neutral.content import (
    Citation,
    Image,
    Part,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.reply import Answer, Reply, TokenLogprob
from ai_gateway.dialects.neutral.source import Inline, Link
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_chat.reply_reader import read_reply


def answer(choice: str) -> Answer:
    return read_reply(b'{"choices":[%b]}' % choice.encode()).answers[0]


def parts(message: str) -> tuple[Part, ...]:
    return answer(f'{{"message":{message},"finish_reason":"stop"}}').parts


def test_a_whole_answer_is_read() -> None:
    body = (
        b'{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt",'
        b'"service_tier":"default","system_fingerprint":"fp","choices":['
        b'{"index":0,"message":{"role":"assistant","content":"hi","refusal":null},'
        b'"logprobs":null,"finish_reason":"stop"},'
        b'{"index":1,"message":{"role":"assistant","content":"ho"},"finish_reason":"length"}],'
        b'"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11,'
        b'"prompt_tokens_details":{"cached_tokens":4}}}'
    )
    assert read_reply(body) == Reply(
        "chatcmpl-1",
        "gpt",
        (Answer((Text("hi"),), "end"), Answer((Text("ho"),), "length")),
        Tokens(input=5, output=2, cache_read=4),
        1700000000,
        "default",
    )


@pytest.mark.parametrize(
    ("message", "read"),
    [
        ('{"content":null,"refusal":"no"}', (Refusal("no"),)),
        ('{"content":"so","reasoning_content":"why"}', (Thinking("why"), Text("so"))),
        ('{"content":"so","reasoning":"why"}', (Thinking("why"), Text("so"))),
        (
            (
                '{"content":"","reasoning":"why","reasoning_details":[{"type":"reasoning.text",'
                '"text":"why","signature":"s"},{"type":"reasoning.encrypted","data":"d"}]}'
            ),
            (Thinking("why", "s"), RedactedThinking("d")),
        ),
        (
            (
                '{"tool_calls":[{"id":"c1","type":"function","function":{"name":"f",'
                '"arguments":"{}"},"extra_content":{"google":{"thought_signature":"g"}}},'
                '{"function":{"name":"g"}}]}'
            ),
            (ToolCall("c1", "f", "{}", "g"), ToolCall("call_1", "g", "")),
        ),
        (
            '{"function_call":{"name":"f","arguments":"{}"}}',
            (ToolCall("call_0", "f", "{}"),),
        ),
        (
            (
                '{"content":"see","annotations":[{"type":"url_citation","url_citation":{"url":'
                '"https://x","title":"X","start_index":0,"end_index":3}}]}'
            ),
            (Text("see", (Citation("web", "", "https://x", "X", text_start=0, text_end=3),)),),
        ),
        (
            (
                '{"images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iV"}},'
                '{"type":"image_url","image_url":{"url":"https://x"}}]}'
            ),
            (Image(Inline("iV", "image/png")), Image(Link("https://x"))),
        ),
    ],
)
def test_every_part_is_read(message: str, read: tuple[Part, ...]) -> None:
    assert parts(message) == read


def test_why_it_stopped_is_read_of_the_parts_too() -> None:
    refused = answer('{"message":{"refusal":"no"},"finish_reason":"stop"}')
    assert refused.stop == "refusal"
    demanded = answer(
        '{"message":{"tool_calls":[{"id":"c","function":{"name":"f"}}]},"finish_reason":"stop"}'
    )
    assert demanded.stop == "tool_calls"
    cut = answer('{"message":{"content":"a"},"finish_reason":"stop","stop_reason":"#"}')
    assert (cut.stop, cut.stop_sequence) == ("stop_sequence", "#")


@pytest.mark.parametrize("member", ["content", "refusal"])
def test_log_probabilities_are_read(member: str) -> None:
    tokens = (
        '[{"token":"hi","logprob":-0.5,"bytes":[104,105],"top_logprobs":'
        '[{"token":"hi","logprob":-0.5,"bytes":null}]}]'
    )
    choice = f'{{"message":{{}},"logprobs":{{"{member}":{tokens}}}}}'
    assert answer(choice).logprobs == (TokenLogprob("hi", -0.5, (("hi", -0.5),)),)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"choices":1}', b'{"choices":[{"message":1}]}']
)
def test_what_is_no_answer_is_the_providers_fault(body: bytes) -> None:
    with pytest.raises(ProviderMisbehaved, match="no chat completion"):
        read_reply(body)
