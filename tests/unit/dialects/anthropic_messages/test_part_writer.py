"""Parts as blocks of a request."""

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.anthropic_messages.part_writer import PartWriter, tool_id
from ai_gateway.dialects.neutral.content import (
    Audio,
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
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText


def written(part: Part, profile: Profile | None = None) -> tuple[object, list[str]]:
    dropped: list[str] = []
    block = PartWriter("messages.0", profile or Profile(), dropped).write(part)
    return (None if block is None else msgspec.json.decode(msgspec.json.encode(block))), dropped


def test_a_text_file_in_base64_is_sent_as_text() -> None:
    block, _ = written(Document(Inline("aMOp", "text/markdown")))
    assert block == {
        "type": "document",
        "source": {"type": "text", "data": "hé", "media_type": "text/plain"},
    }


def test_the_colloquial_type_of_a_jpeg_is_put_right() -> None:
    block, _ = written(Image(Inline("AA==", "image/jpg")))
    assert block == {
        "type": "image",
        "source": {"type": "base64", "data": "AA==", "media_type": "image/jpeg"},
    }


def test_an_id_has_only_the_letters_that_the_api_takes() -> None:
    assert tool_id("call:a.b/1") == "call_a_b_1"
    call, _ = written(ToolCall("a.b", "f", ""))
    result, _ = written(ToolResult("a.b", (Text("x"), Text(" "))))
    assert call == {"type": "tool_use", "id": "a_b", "name": "f", "input": {}}
    assert result == {
        "type": "tool_result",
        "tool_use_id": "a_b",
        "content": [{"type": "text", "text": "x"}],
    }


@pytest.mark.parametrize("part", [Text(""), Text(" \n"), Refusal("")])
def test_a_blank_text_is_left_out(part: Part) -> None:
    assert written(part) == (None, [])


def test_a_refusal_is_said_in_the_assistants_words() -> None:
    assert written(Refusal("No."))[0] == {"type": "text", "text": "No."}


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (Thinking("t"), "thinking"),
        (Thinking("t", "s", "rs_1"), "thinking"),
        (RedactedThinking("d", "rs_1"), "thinking"),
        (Thinking("t", "gemini:c2ln"), "thinking"),
        (RedactedThinking("gemini:c2ln"), "thinking"),
        (ServerToolCall("ws_1", "web_search", "{}"), "server_tool"),
        (ServerToolResult("ws_1", "web_search", "openai-responses", "{}"), "server_tool"),
    ],
)
def test_what_is_another_providers_own_is_left_out_by_name(part: Part, name: str) -> None:
    assert written(part) == (None, [name])


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (ToolCall("i", "f", "{}", signature="gemini"), "tool_call.signature"),
        (Text("x", (Citation("web", url="u"),)), "citations"),
        (Image(Link("u"), detail="low"), "image.detail"),
    ],
)
def test_a_label_is_left_out_by_name_and_the_rest_is_sent(part: Part, name: str) -> None:
    block, dropped = written(part)
    assert block is not None
    assert dropped == [name]


@pytest.mark.parametrize(
    ("part", "found"),
    [
        (Audio(Link("u")), "audio"),
        (Video(Link("u")), "video"),
        (Image(Inline("AA==", "image/tiff")), "image/tiff"),
        (Image(PlainText("x")), "text as an image"),
        (Document(Inline("AA==", "application/msword")), "application/msword"),
        (Document(Inline("/w==", "text/plain")), "UTF-8"),
    ],
)
def test_what_cannot_be_said_is_refused_where_it_stands(part: Part, found: str) -> None:
    with pytest.raises(InvalidRequest, match=found) as caught:
        written(part)
    assert caught.value.field == "messages.0"


def test_a_link_is_refused_for_a_model_that_fetches_none() -> None:
    assert written(Image(Link("u")))[0] is not None
    with pytest.raises(InvalidRequest, match="base64"):
        written(Image(Link("u")), Profile(image_links=False))
