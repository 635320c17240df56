"""Messages become items, and what OpenAI has no place for is dropped by name or refused."""

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import (
    Audio,
    CacheMark,
    Citation,
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
from ai_gateway.dialects.neutral.request import Message, Role
from ai_gateway.dialects.neutral.source import Inline
from ai_gateway.dialects.openai_responses.input_writer import InputWriter, Item
from ai_gateway.dialects.openai_responses.reasoning import seal


def write(role: Role, *parts: Part, name: str | None = None) -> tuple[list[Item], list[str]]:
    writer = InputWriter(links=True)
    items = writer.items((Message(role, parts, name, at="messages.0"),))
    return items, list(writer.dropped)


def test_a_result_stands_between_what_was_said_before_and_after():
    items, dropped = write("user", Text("a"), ToolResult("c", (Text("r"),)), Text("b"), Text("c"))
    assert items == [
        {"type": "message", "role": "user", "content": "a"},
        {"type": "function_call_output", "call_id": "c", "output": "r"},
        {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": "b"}, {"type": "input_text", "text": "c"}],
        },
    ]
    assert dropped == []


def test_what_the_model_said_is_one_item_for_each_part():
    items, _ = write("assistant", Text("a"), ToolCall("c", "f", ""), Refusal("No."))
    assert items == [
        {"type": "message", "role": "assistant", "content": "a"},
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
        {
            "type": "message",
            "role": "assistant",
            "id": "msg_1",
            "status": "completed",
            "content": [{"type": "refusal", "refusal": "No."}],
        },
    ]


def test_a_cited_text_keeps_its_citations():
    items, _ = write("assistant", Text("ab", (Citation("web", url="u"),)))
    written = msgspec.json.decode(msgspec.json.encode(items))
    assert written[0]["content"][0]["annotations"][0]["url"] == "u"


def test_openai_s_own_thought_goes_back_and_nobody_else_s_does():
    own = Thinking("a", seal("rs_1", "g"), summary=True)
    items, dropped = write("assistant", own, Thinking("b", "foreign"), RedactedThinking("foreign"))
    assert [item["id"] for item in items] == ["rs_1"]
    assert dropped == ["thinking"]


def test_a_search_goes_back_without_its_results():
    items, dropped = write(
        "assistant",
        ServerToolCall("ws", "web_search", '{"query":"x"}'),
        ServerToolResult("ws", "web_search", "anthropic-messages", "{}"),
    )
    assert [item["type"] for item in items] == ["web_search_call"]
    assert dropped == ["server_tool_result"]


def test_an_empty_result_is_an_empty_string():
    items, dropped = write("user", ToolResult("c", (), is_error=True))
    assert items == [{"type": "function_call_output", "call_id": "c", "output": ""}]
    assert dropped == ["is_error"]


@pytest.mark.parametrize(
    "part",
    [
        Text("a", cache=CacheMark()),
        ToolResult("c", (), cache=CacheMark()),
        ToolResult("c", (Text("a", cache=CacheMark()),)),
    ],
)
def test_a_cache_mark_is_dropped_once(part: Part):
    assert write("user", part)[1] == ["cache"]


def test_names_and_signatures_of_others_are_dropped():
    assert write("user", Text("a"), name="ann")[1] == ["messages.name"]
    assert write("assistant", ToolCall("c", "f", "{}", signature="s"))[1] == ["thinking"]


@pytest.mark.parametrize(
    ("role", "part"),
    [
        ("user", Audio(Inline("AAAA", "audio/wav"))),
        ("user", ToolCall("c", "f", "{}")),
        ("assistant", ToolResult("c", ())),
        ("assistant", ServerToolCall("s", "code_execution", "{}")),
    ],
)
def test_content_without_a_place_is_refused(role: Role, part: Part):
    with pytest.raises(InvalidRequest) as refused:
        write(role, part)
    assert refused.value.field == "messages.0"
    assert type(part).__name__ in refused.value.message
