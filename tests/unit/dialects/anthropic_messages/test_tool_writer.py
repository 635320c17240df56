"""Tools for the provider."""

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.anthropic_messages.tool_writer import write_choice, write_tools
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.neutral.tool import (
    Choice,
    ForeignTool,
    Function,
    Named,
    Tool,
    ToolChoice,
    WebSearch,
)

FUNCTION = Function("f", '{"type":"object"}')


def asked(*tools: Tool, choice: ToolChoice | None = None, parallel: bool | None = None) -> Request:
    return Request(
        model="m", messages=(), tools=tools, tool_choice=choice, parallel_tool_calls=parallel
    )


def tools_of(*tools: Tool, choice: ToolChoice | None = None) -> tuple[object, list[str]]:
    dropped: list[str] = []
    written = write_tools(asked(*tools, choice=choice), dropped)
    return msgspec.json.decode(msgspec.json.encode(written)), dropped


@pytest.mark.parametrize("schema", ["", "{}", '{"type":"object"}'])
def test_a_schema_says_that_it_is_of_an_object(schema: str) -> None:
    assert tools_of(Function("f", schema))[0] == [{"name": "f", "input_schema": {"type": "object"}}]


def test_only_the_tools_that_are_allowed_are_offered() -> None:
    tools, _ = tools_of(FUNCTION, Function("g", ""), choice=Choice("auto", ("g",)))
    assert tools == [{"name": "g", "input_schema": {"type": "object"}}]


def test_a_search_is_one_that_every_model_knows() -> None:
    tools, dropped = tools_of(WebSearch(2, ("a",), country="DE", context_size="low"))
    assert tools == [
        {
            "type": "web_search_20250305",
            "name": "web_search",
            "max_uses": 2,
            "allowed_domains": ["a"],
            "user_location": {"type": "approximate", "country": "DE"},
        }
    ]
    assert dropped == ["tools.context_size"]


def test_a_tool_of_the_vendors_own_is_sent_as_it_came() -> None:
    own = ForeignTool("anthropic-messages", "bash_20250124", '{"name":"bash"}')
    assert tools_of(own)[0] == [{"name": "bash"}]


@pytest.mark.parametrize(
    ("tool", "found"),
    [
        (ForeignTool("openai-responses", "file_search", "{}"), "file_search"),
        (Function("f", "[]"), "`f`"),
    ],
)
def test_a_tool_that_cannot_be_offered_is_refused(tool: Tool, found: str) -> None:
    with pytest.raises(InvalidRequest, match=found) as caught:
        tools_of(tool)
    assert caught.value.field == "tools"


@pytest.mark.parametrize(
    ("request_", "wire"),
    [
        (asked(FUNCTION), b"null"),
        (asked(FUNCTION, parallel=True), b"null"),
        (asked(parallel=False), b"null"),
        (asked(choice=Choice("auto")), b"null"),
        (
            asked(FUNCTION, parallel=False),
            b'{"type":"auto","disable_parallel_tool_use":true}',
        ),
        (asked(FUNCTION, choice=Choice("none"), parallel=False), b'{"type":"none"}'),
        (
            asked(FUNCTION, choice=Choice("required"), parallel=True),
            b'{"type":"any","disable_parallel_tool_use":false}',
        ),
        (asked(FUNCTION, choice=Named("f")), b'{"type":"tool","name":"f"}'),
    ],
)
def test_a_choice_with_its_switch(request_: Request, wire: bytes) -> None:
    assert msgspec.json.encode(write_choice(request_)) == wire
