"""What a message is made of, written as parts."""

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.gemini.content_writer import ContentWriter
from ai_gateway.dialects.neutral.content import (
    Audio,
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
    Video,
)
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText, Uploaded

CODE = '{"language":"PYTHON","code":"1"}'


def written(part: Part, links: bool = True) -> tuple[object, tuple[str, ...]]:
    dropped: dict[str, None] = {}
    parts = ContentWriter(links, dropped).said(part, "messages.1")
    return msgspec.json.decode(msgspec.json.encode(parts)), tuple(dropped)


def file(uri: str, media_type: str | None = None) -> dict[str, object]:
    return {"fileData": {"fileUri": uri} | ({"mimeType": media_type} if media_type else {})}


@pytest.mark.parametrize(
    ("part", "parts"),
    [
        (Text("a"), [{"text": "a"}]),
        (Refusal("no"), [{"text": "no"}]),
        (
            Thinking("t", "gemini:s", summary=True),
            [{"text": "t", "thought": True, "thoughtSignature": "s"}],
        ),
        (RedactedThinking("gemini:s"), [{"text": "", "thoughtSignature": "s"}]),
        (
            ToolCall("c", "f", '{"a":1.50}', "s"),
            [
                {
                    "functionCall": {"name": "f", "args": {"a": 1.5}, "id": "c"},
                    "thoughtSignature": "s",
                }
            ],
        ),
        (ToolCall("", "f", ""), [{"functionCall": {"name": "f", "args": {}}}]),
        (
            ServerToolCall("x", "code_execution", CODE),
            [{"executableCode": {"language": "PYTHON", "code": "1"}}],
        ),
        (
            ServerToolResult("x", "code_execution", "gemini", '{"output":"1"}'),
            [{"codeExecutionResult": {"output": "1"}}],
        ),
        (
            Image(Inline("aGk=", "image/png")),
            [{"inlineData": {"mimeType": "image/png", "data": "aGk="}}],
        ),
        (
            Image(Link("https://a.example/x.PNG?y=1")),
            [file("https://a.example/x.PNG?y=1", "image/png")],
        ),
        (
            Image(Link("https://a.example/x", "image/webp")),
            [file("https://a.example/x", "image/webp")],
        ),
        (Image(Link("https://a.example/x")), [file("https://a.example/x")]),
        (Video(Link("https://youtu.be/abc")), [file("https://youtu.be/abc")]),
        (
            Audio(Inline("aGk=", "audio/wav")),
            [{"inlineData": {"mimeType": "audio/wav", "data": "aGk="}}],
        ),
        (Document(Uploaded("gs://b/f.pdf")), [file("gs://b/f.pdf")]),
        (Document(PlainText("body"), title="T", context="C"), [{"text": "T\n\nC\n\nbody"}]),
        (
            Document(Inline("aGk=", "application/pdf"), title="T"),
            [{"text": "T"}, {"inlineData": {"mimeType": "application/pdf", "data": "aGk="}}],
        ),
    ],
)
def test_each_part_has_its_shape(part: Part, parts: object):
    assert written(part) == (parts, ())


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (Text("a", citations=(Citation("web"),)), "citations"),
        (Text("a", cache=CacheMark()), "cache"),
        (ToolCall("c", "f", "", cache=CacheMark()), "cache"),
        (Document(PlainText("x"), cache=CacheMark()), "cache"),
        (Image(Inline("aGk=", "image/png"), detail="low"), "image.detail"),
        (Thinking("t", "of another"), "thinking"),
        (Thinking("t"), "thinking"),
        (RedactedThinking("of another"), "thinking"),
    ],
)
def test_hints_and_foreign_thoughts_are_left_out_and_named(part: Part, field: str):
    assert written(part)[1] == (field,)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Document(PlainText("x"), cite=True), "to be cited"),
        (Image(Uploaded("file-1")), "'file-1'"),
        (ToolCall("c", "f", "[1]"), "no JSON object"),
        (ToolCall("c", "f", '{"a":'), "no JSON object"),
        (ServerToolCall("x", "web_search", "{}"), "'web_search'"),
        (ServerToolCall("x", "code_execution", '{"code":"1"}'), "'code_execution'"),
        (ServerToolResult("x", "web_search", "anthropic-messages", "{}"), "'web_search'"),
        (ToolResult("c", ()), "a tool's result"),
    ],
)
def test_what_gemini_has_not_is_refused_where_it_stands(part: Part, words: str):
    with pytest.raises(InvalidRequest) as refused:
        written(part)
    assert words in refused.value.message
    assert refused.value.field == "messages.1"


def test_a_model_that_fetches_nothing_still_reads_what_google_has():
    assert written(Image(Link("gs://b/x.png")), links=False)[0] == [
        file("gs://b/x.png", "image/png")
    ]
    with pytest.raises(InvalidRequest, match="by its URL"):
        written(Image(Link("https://a.example/x.png")), links=False)
