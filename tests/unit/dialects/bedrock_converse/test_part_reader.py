"""Blocks of an answer: each kind, and what is passed over."""

import msgspec
import pytest

from ai_gateway.dialects.bedrock_converse.part_reader import read_block, read_image
from ai_gateway.dialects.bedrock_converse.shapes import Block, Bytes, Media, S3Location
from ai_gateway.dialects.neutral.content import (
    Image,
    Part,
    RedactedThinking,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.source import Inline

RESULT = '{"toolResult":{"toolUseId":"s","content":[{"json":{"a":1}}],"type":"x"}}'


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ('{"text":""}', Text("")),
        (
            '{"toolUse":{"toolUseId":"t","name":"f","input":{ "a" : 1 }}}',
            ToolCall("t", "f", '{"a":1}'),
        ),
        (
            '{"toolUse":{"toolUseId":"t","name":"f","input":{},"type":"server_tool_use"}}',
            ServerToolCall("t", "f", "{}"),
        ),
        (RESULT, ServerToolResult("s", "search", "bedrock-converse", RESULT)),
        ('{"reasoningContent":{"reasoningText":{"text":"hm"}}}', Thinking("hm")),
        ('{"reasoningContent":{"redactedContent":"AA=="}}', RedactedThinking("AA==")),
        (
            '{"image":{"format":"jpeg","source":{"bytes":"AA=="}}}',
            Image(Inline("AA==", "image/jpeg")),
        ),
        ('{"citationsContent":{"content":[{"text":"a"},{"text":"b"}]}}', Text("ab")),
        ('{"reasoningContent":{}}', None),
        ('{"hologram":{}}', None),
    ],
)
def test_a_block_is_a_part(raw: str, part: Part | None) -> None:
    block = msgspec.json.decode(raw, type=Block)
    assert read_block(block, raw.encode(), {"s": "search"}) == part


def test_a_servers_call_names_its_result() -> None:
    names: dict[str, str] = {}
    raw = '{"toolUse":{"toolUseId":"s","name":"search","input":{},"type":"server_tool_use"}}'
    read_block(msgspec.json.decode(raw, type=Block), raw.encode(), names)
    assert names == {"s": "search"}


def test_an_image_in_s3_is_not_read() -> None:
    assert read_image(Media("png", Bytes(s3_location=S3Location("s3://b/k")))) is None
