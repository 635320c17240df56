"""Usage of whole answers of chat and embeddings."""

import pytest

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.openai_chat.reply import read_usage


@pytest.mark.parametrize(
    ("body", "usage"),
    [
        (
            (
                b'{"choices":[{"message":{"content":"hi"}}],"usage":{"prompt_tokens":19,'
                b'"completion_tokens":10,"total_tokens":29,'
                b'"prompt_tokens_details":{"cached_tokens":8,"cache_write_tokens":2},'
                b'"completion_tokens_details":{"reasoning_tokens":4}}}'
            ),
            Usage(19, 10, 8, 2, reasoning_tokens=4),
        ),
        (b'{"data":[],"usage":{"prompt_tokens":8,"total_tokens":8}}', Usage(8)),
        (
            (
                b'{"usage":{"prompt_tokens":1,"completion_tokens":0,"prompt_tokens_details":null,'
                b'"completion_tokens_details":{"reasoning_tokens":null},"cost":0.5}}'
            ),
            Usage(1, 0),
        ),
        (
            (
                b'{"usage":{"prompt_tokens":9,"completion_tokens":1,"prompt_cache_hit_tokens":4,'
                b'"prompt_cache_miss_tokens":5}}'
            ),
            Usage(9, 1, 4),
        ),
        (
            (
                rb'{"choices":[{"message":{"content":"cut \ud83d"}}],"usage":{"prompt_tokens":3,'
                rb'"completion_tokens":4}}'
            ),
            Usage(3, 4),
        ),
        (
            (
                b'{"model":"m-1","service_tier":"flex","usage":{"prompt_tokens":9,'
                b'"completion_tokens":8,"prompt_tokens_details":{"audio_tokens":7},'
                b'"completion_tokens_details":{"audio_tokens":6}}}'
            ),
            Usage(9, 8, audio_input_tokens=7, audio_output_tokens=6, model="m-1", tier="flex"),
        ),
        (
            (
                b'{"usage":{"prompt_tokens":32,"completion_tokens":9,"total_tokens":264,'
                b'"completion_tokens_details":{"reasoning_tokens":223}}}'
            ),
            Usage(32, 232, reasoning_tokens=223),
        ),
        (
            (
                b'{"usage":{"input_tokens":50,"input_tokens_details":{"image_tokens":40,'
                b'"text_tokens":10},"output_tokens":9,"output_tokens_details":{"image_tokens":8}}}'
            ),
            Usage(50, 9, image_input_tokens=40, image_output_tokens=8),
        ),
        (
            b'{"usage":{"input_tokens":5,"input_token_details":{"audio_tokens":5}}}',
            Usage(5, audio_input_tokens=5),
        ),
        (b'{"usage":{"type":"duration","seconds":9.5}}', Usage(audio_ms=9500)),
        (
            b'{"usage":{"prompt_tokens":9,"completion_tokens":1,"cached_tokens":3}}',
            Usage(9, 1, 3),
        ),
    ],
)
def test_what_was_billed_is_read(body: bytes, usage: Usage) -> None:
    assert read_usage(body) == usage


@pytest.mark.parametrize("body", [b"{}", b'{"usage":{"total_tokens":3}}', b'{"usage":[]}', b"no"])
def test_nothing_reported_is_nothing(body: bytes) -> None:
    assert read_usage(body) is None
