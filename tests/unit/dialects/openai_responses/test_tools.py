"""Tools and the choice among them are read and written, and what only one side has is named."""

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.tool import (
    Choice,
    ForeignTool,
    Function,
    Named,
    Tool,
    ToolChoice,
    WebSearch,
)
from ai_gateway.dialects.openai_responses import shapes
from ai_gateway.dialects.openai_responses.tools import (
    read_tool,
    read_tool_choice,
    write_tool,
    write_tool_choice,
)

FUNCTION = Function("f", '{"type":"object"}', "Does.", strict=True)


def read(definition: bytes) -> Tool:
    return read_tool(msgspec.Raw(definition), "tools.0", None)


def test_a_function_keeps_its_schema_as_it_was_written():
    definition = b'{"type":"function","name":"f","parameters": {"b": 1, "a":2},"strict":true}'
    assert read(definition) == Function("f", '{"b": 1, "a":2}', strict=True)


@pytest.mark.parametrize("parameters", [b"", b',"parameters":null'])
def test_a_function_without_parameters_takes_none(parameters: bytes):
    tool = read(b'{"type":"function","name":"f"' + parameters + b"}")
    assert tool == Function("f", '{"type":"object","properties":{}}')


def test_a_search_of_the_web():
    definition = (
        b'{"type":"web_search","filters":{"allowed_domains":["a"]},"search_context_size":"low",'
        b'"user_location":{"type":"approximate","country":"NZ"}}'
    )
    tool = read_tool(msgspec.Raw(definition), "tools.0", 3)
    assert tool == WebSearch(3, ("a",), country="NZ", context_size="low")
    assert msgspec.json.decode(msgspec.json.encode(write_tool(tool))) == msgspec.json.decode(
        definition
    )


def test_a_tool_that_only_openai_has_is_kept_as_it_was_written():
    definition = b'{"type":"mcp", "server_label":"x"}'
    tool = read(definition)
    assert tool == ForeignTool("openai-responses", "mcp", definition.decode())
    assert msgspec.json.encode(write_tool(tool)) == definition


def test_a_function_needs_a_name():
    with pytest.raises(InvalidRequest) as refused:
        read(b'{"type":"function"}')
    assert refused.value.field == "tools.0.name"


def test_a_function_is_strict_only_where_that_was_said():
    assert msgspec.json.decode(msgspec.json.encode(write_tool(FUNCTION))) == {
        "type": "function",
        "name": "f",
        "strict": True,
        "parameters": {"type": "object"},
        "description": "Does.",
    }
    written = msgspec.json.encode(write_tool(Function("f", "{}")))
    assert msgspec.json.decode(written)["strict"] is False


@pytest.mark.parametrize(
    ("tool", "words"),
    [
        (ForeignTool("anthropic-messages", "bash_20250124", "{}"), "bash_20250124"),
        (WebSearch(blocked_domains=("a", "b")), "2 blocked domains"),
    ],
)
def test_a_tool_that_openai_has_not_is_refused(tool: Tool, words: str):
    with pytest.raises(InvalidRequest, match=words) as refused:
        write_tool(tool)
    assert refused.value.field == "tools"


CHOICES: list[tuple[str | shapes.ToolChoice, ToolChoice]] = [
    ("auto", Choice("auto")),
    ("none", Choice("none")),
    ("required", Choice("required")),
    (shapes.ToolChoice("function", name="f"), Named("f")),
    (shapes.ToolChoice("web_search_preview"), Named("web_search")),
    (
        shapes.ToolChoice(
            "allowed_tools",
            mode="required",
            tools=[
                shapes.AllowedTool("function", "f"),
                shapes.AllowedTool("web_search_preview"),
            ],
        ),
        Choice("required", ("f", "web_search")),
    ),
]


@pytest.mark.parametrize(("wire", "choice"), CHOICES)
def test_a_choice_is_read_and_written(wire: str | shapes.ToolChoice, choice: ToolChoice):
    assert read_tool_choice(wire) == choice
    written = msgspec.json.encode(write_tool_choice(choice, [FUNCTION, WebSearch()]))
    assert msgspec.json.decode(written, type=str | shapes.ToolChoice) == wire


def test_a_function_may_be_called_web_search():
    function = Function("web_search", "{}")
    assert write_tool_choice(Named("web_search"), [function]) == {
        "type": "function",
        "name": "web_search",
    }


@pytest.mark.parametrize(
    "choice",
    [
        "any",
        shapes.ToolChoice("mcp"),
        shapes.ToolChoice("function"),
        shapes.ToolChoice("allowed_tools", tools=[shapes.AllowedTool("mcp")]),
    ],
)
def test_another_choice_is_refused(choice: str | shapes.ToolChoice):
    with pytest.raises(InvalidRequest) as refused:
        read_tool_choice(choice)
    assert refused.value.field == "tool_choice"


def test_no_choice_is_none():
    assert read_tool_choice(None) is None
