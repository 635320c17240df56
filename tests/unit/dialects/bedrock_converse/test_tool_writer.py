"""Tools and the choice among them, in Converse's words or in Claude's."""

import json
from typing import Any

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.bedrock_converse.maker import Maker
from ai_gateway.dialects.bedrock_converse.tool_writer import plan_tools
from ai_gateway.dialects.neutral.content import CacheMark, Text, ToolCall, ToolResult
from ai_gateway.dialects.neutral.request import Message, Request
from ai_gateway.dialects.neutral.tool import Choice, ForeignTool, Function, Named, Tool, WebSearch

F, G = Function("f", '{"type":"object"}'), Function("g", "", "Does g.", strict=True)
F_SPEC = {"toolSpec": {"name": "f", "inputSchema": {"json": {"type": "object"}}}}
HISTORY = (
    Message("user", (Text("hi"),)),
    Message("assistant", (ToolCall("t", "old", "{}"),)),
    Message("user", (ToolResult("t", (Text("ok"),)),)),
)


def plan(*tools: Tool, maker: Maker = "anthropic", **members: Any) -> tuple[Any, Any, list[str]]:
    messages = members.pop("messages", (Message("user", (Text("hi"),)),))
    dropped: list[str] = []
    planned = plan_tools(
        Request(model="m", messages=messages, tools=tools, **members), maker, dropped
    )
    return json.loads(msgspec.json.encode(planned.config)), planned.choice, dropped


def test_definitions_and_marks() -> None:
    marked = msgspec.structs.replace(F, cache=CacheMark(300))
    config, _, dropped = plan(marked, G)
    assert config["tools"] == [
        F_SPEC,
        {"cachePoint": {"type": "default", "ttl": "5m"}},
        {
            "toolSpec": {
                "name": "g",
                "inputSchema": {"json": {"type": "object"}},
                "description": "Does g.",
                "strict": True,
            }
        },
    ]
    assert dropped == []
    assert plan(marked, maker="other") == ({"tools": [F_SPEC]}, None, ["cache"])


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice("auto"), {"auto": {}}),
        (Choice("required"), {"any": {}}),
        (Named("f"), {"tool": {"name": "f"}}),
    ],
)
def test_a_choice_is_said(choice: Choice | Named, said: object) -> None:
    assert plan(F, tool_choice=choice, maker="other")[0]["toolChoice"] == said


def test_tools_that_are_not_allowed_are_not_shown() -> None:
    config, _, _ = plan(F, G, tool_choice=Choice("auto", ("f",)))
    assert config["tools"] == [F_SPEC]


def test_none_is_said_in_claudes_words_or_by_showing_no_tools() -> None:
    none = Choice("none")
    config, choice, _ = plan(F, tool_choice=none)
    assert (config, choice) == ({"tools": [F_SPEC]}, {"type": "none"})
    assert plan(F, tool_choice=none, maker="amazon")[:2] == (None, None)
    with pytest.raises(InvalidRequest) as refused:
        plan(F, tool_choice=none, maker="amazon", messages=HISTORY)
    assert refused.value.field == "tool_choice"


@pytest.mark.parametrize(
    ("choice", "said", "own"),
    [
        (None, None, {"type": "auto", "disable_parallel_tool_use": True}),
        (Choice("auto"), None, {"type": "auto", "disable_parallel_tool_use": True}),
        (Choice("required"), {"any": {}}, {"disable_parallel_tool_use": True}),
        (Named("f"), {"tool": {"name": "f"}}, {"disable_parallel_tool_use": True}),
    ],
)
def test_one_call_at_a_time_is_claudes_switch(choice: Any, said: object, own: object) -> None:
    config, told, _ = plan(F, tool_choice=choice, parallel_tool_calls=False)
    assert (config.get("toolChoice"), told) == (said, own)


def test_other_models_cannot_be_held_to_one_call() -> None:
    assert plan(F, parallel_tool_calls=False, maker="amazon")[1:] == (None, ["parallel_tool_calls"])
    assert plan(parallel_tool_calls=False, maker="amazon")[0] is None
    assert plan(F, parallel_tool_calls=True, maker="amazon")[1] is None


def test_calls_of_the_past_bring_their_names() -> None:
    config, _, _ = plan(messages=HISTORY)
    assert config["tools"][0]["toolSpec"]["name"] == "old"


def test_nova_searches_by_itself_and_others_do_not() -> None:
    config, _, dropped = plan(WebSearch(max_uses=3), maker="amazon")
    assert (config["tools"], dropped) == (
        [{"systemTool": {"name": "nova_grounding"}}],
        ["tools.web_search"],
    )
    with pytest.raises(InvalidRequest, match="`web_search`"):
        plan(WebSearch())


def test_a_tool_of_another_dialect_is_refused_and_ones_own_stays() -> None:
    own = {"systemTool": {"name": "nova_code_interpreter"}}
    tool = ForeignTool("bedrock-converse", "systemTool", json.dumps(own))
    assert plan(tool)[0]["tools"] == [own]
    with pytest.raises(InvalidRequest, match="`bash_20250124`"):
        plan(ForeignTool("anthropic-messages", "bash_20250124", "{}"))


def test_a_schema_that_is_no_object_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="a schema of `f` that is no JSON object"):
        plan(Function("f", "[]"))
