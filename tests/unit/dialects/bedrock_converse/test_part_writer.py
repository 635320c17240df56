"""Parts for the provider: what is said, what is left out and named."""

import json
from typing import Any

import msgspec
import pytest

from ai_gateway.dialects.bedrock_converse.document_name import DocumentNames
from ai_gateway.dialects.bedrock_converse.maker import Maker
from ai_gateway.dialects.bedrock_converse.part_writer import Conversation, PartWriter
from ai_gateway.dialects.neutral.content import (
    CacheMark,
    Citation,
    Document,
    Image,
    Part,
    RedactedThinking,
    Refusal,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from ai_gateway.dialects.neutral.source import Inline, PlainText

PNG = Inline("AA==", "image/png")


def write(
    part: Part, maker: Maker = "anthropic", own: frozenset[str] = frozenset()
) -> tuple[list[Any], list[str]]:
    shared = Conversation(maker, DocumentNames(), [], own)
    blocks = PartWriter("messages.0", shared).write(part)
    return json.loads(msgspec.json.encode(blocks)), shared.dropped


@pytest.mark.parametrize(
    ("part", "block"),
    [
        (Text("hi"), {"text": "hi"}),
        (Refusal("no"), {"text": "no"}),
        (
            ToolCall("call|1", "f", '{"a": 1}'),
            {"toolUse": {"toolUseId": "call_1", "name": "f", "input": {"a": 1}}},
        ),
        (ToolCall("t", "f", ""), {"toolUse": {"toolUseId": "t", "name": "f", "input": {}}}),
        (
            ToolCall("t", "f", '{"a":'),
            {"toolUse": {"toolUseId": "t", "name": "f", "input": {"INVALID_JSON": '{"a":'}}},
        ),
        (
            ToolResult("t", (Text("ok"), Image(PNG)), is_error=True),
            {
                "toolResult": {
                    "toolUseId": "t",
                    "content": [
                        {"text": "ok"},
                        {"image": {"format": "png", "source": {"bytes": "AA=="}}},
                    ],
                    "status": "error",
                }
            },
        ),
        (
            Thinking("hm", "s"),
            {"reasoningContent": {"reasoningText": {"text": "hm", "signature": "s"}}},
        ),
        (RedactedThinking("AA=="), {"reasoningContent": {"redactedContent": "AA=="}}),
    ],
)
def test_a_part_is_a_block(part: Part, block: object) -> None:
    assert write(part) == ([block], [])


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_white_space_alone_is_nothing(text: str) -> None:
    assert write(Text(text)) == ([], [])
    assert write(ToolResult("t", (Text(text),)))[0][0]["toolResult"]["content"] == []


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (Thinking("hm"), "thinking"),
        (Thinking("hm", "s", id="rs_1"), "thinking"),
        (RedactedThinking("no base64!"), "thinking"),
        (ServerToolCall("t", "search", "{}"), "server_tool"),
        (ServerToolResult("t", "search", "anthropic-messages", "{}"), "server_tool"),
    ],
)
def test_what_is_anothers_is_left_out_and_named(part: Part, name: str) -> None:
    assert write(part) == ([], [name])


def test_thought_without_a_signature_goes_back_to_those_who_sign_none() -> None:
    thought = {"reasoningContent": {"reasoningText": {"text": "hm"}}}
    assert write(Thinking("hm"), "moonshot") == ([thought], [])
    assert write(Thinking("hm"), "deepseek") == ([], ["thinking"])


def test_a_tool_of_bedrocks_own_comes_back_to_it() -> None:
    block = {"toolResult": {"toolUseId": "t", "content": []}}
    result = ServerToolResult("t", "search", "bedrock-converse", json.dumps(block))
    assert write(result) == ([block], [])
    use = {"toolUseId": "t", "name": "search", "input": {}, "type": "server_tool_use"}
    call = ServerToolCall("t", "search", "{}")
    assert write(call, own=frozenset({"t"})) == ([{"toolUse": use}], [])


def test_signatures_and_details_of_others_are_named() -> None:
    assert write(ToolCall("t", "f", "{}", signature="g"))[1] == ["tool_call.signature"]
    assert write(Image(PNG, detail="high"))[1] == ["image.detail"]
    assert write(Text("a", (Citation("hologram"),))) == ([{"text": "a"}], ["citations"])


def test_a_mark_stands_behind_its_part() -> None:
    point = {"cachePoint": {"type": "default", "ttl": "1h"}}
    assert write(Text("a", cache=CacheMark(3600))) == ([{"text": "a"}, point], [])
    inside = ToolResult("t", (Text("a", cache=CacheMark(3600)),))
    assert write(inside)[0][1] == point
    assert write(Text("a", cache=CacheMark()), "other") == ([{"text": "a"}], ["cache"])


def test_a_result_says_its_words_without_citations() -> None:
    cited = Text("a", (Citation("web", url="https://example.com"),))
    content = write(ToolResult("t", (cited, Document(PlainText("x")))))[0][0]["toolResult"][
        "content"
    ]
    assert content[0] == {"text": "a"}
    assert content[1]["document"]["name"] == "Document"
