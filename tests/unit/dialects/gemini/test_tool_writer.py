"""Tools and the choice among them."""

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.gemini.content_writer import ContentWriter
from ai_gateway.dialects.gemini.tool_writer import ToolWriter
from ai_gateway.dialects.neutral.content import CacheMark, Text
from ai_gateway.dialects.neutral.request import Message, Request
from ai_gateway.dialects.neutral.tool import (
    Choice,
    ForeignTool,
    Function,
    Named,
    Tool,
    ToolChoice,
    WebSearch,
)

F = Function("f", '{"const":1}', "does it")
G = Function("g", '{"type":"object"}')
STRICT = Function("s", "{}", strict=True)


def writer(*tools: Tool, **members: object) -> tuple[ToolWriter, dict[str, None]]:
    dropped: dict[str, None] = {}
    request = Request(model="m", messages=(Message("user", (Text("a"),)),), tools=tools)
    request = msgspec.structs.replace(request, **members)
    return ToolWriter(request, ContentWriter(True, dropped), dropped), dropped


def built(value: object) -> object:
    return msgspec.json.decode(msgspec.json.encode(value))


def test_functions_are_declared_together_and_googles_own_tools_apart():
    own = ForeignTool("gemini", "url_context", '{"urlContext":{}}')
    assert built(writer(F, WebSearch(), G, own)[0].tools()) == [
        {
            "functionDeclarations": [
                {"name": "f", "description": "does it", "parametersJsonSchema": {"enum": [1]}},
                {"name": "g", "parametersJsonSchema": {"type": "object"}},
            ]
        },
        {"googleSearch": {}},
        {"urlContext": {}},
    ]
    assert writer()[0].tools() is None


@pytest.mark.parametrize(
    ("choice", "tools", "config"),
    [
        (None, (F,), None),
        (Choice("auto"), (F,), {"mode": "AUTO"}),
        (Choice("none"), (F, G), {"mode": "NONE"}),
        (Choice("none", ("f",)), (F, G), {"mode": "NONE"}),
        (Choice("required"), (F,), {"mode": "ANY"}),
        (Choice("required", ("f",)), (F, G), {"mode": "ANY", "allowedFunctionNames": ["f"]}),
        (Choice("auto", ("g",)), (F, G), {"mode": "VALIDATED", "allowedFunctionNames": ["g"]}),
        (Named("g"), (F, G), {"mode": "ANY", "allowedFunctionNames": ["g"]}),
        (None, (STRICT,), {"mode": "VALIDATED"}),
        (Choice("auto"), (F, STRICT), {"mode": "VALIDATED"}),
        (Choice("auto"), (WebSearch(),), None),
        (Choice("none"), (), None),
    ],
)
def test_each_choice_has_its_mode(
    choice: ToolChoice | None, tools: tuple[Tool, ...], config: object
):
    written = built(writer(*tools, tool_choice=choice)[0].config())
    assert written == (config and {"functionCallingConfig": config})


@pytest.mark.parametrize(
    ("choice", "tools"),
    [
        (Named("web_search"), (WebSearch(),)),
        (Named("x"), (F,)),
        (Choice("required"), (WebSearch(),)),
    ],
)
def test_what_cannot_be_demanded_is_refused(choice: ToolChoice, tools: tuple[Tool, ...]):
    with pytest.raises(InvalidRequest) as refused:
        writer(*tools, tool_choice=choice)[0].config()
    assert refused.value.field == "tool_choice"


@pytest.mark.parametrize(
    "tool",
    [
        WebSearch(allowed_domains=("a.example",)),
        WebSearch(blocked_domains=("a.example",)),
        ForeignTool("anthropic-messages", "bash_20250124", "{}"),
        Function("f", '{"not":{}}'),
    ],
)
def test_a_tool_that_google_has_not_is_refused(tool: Tool):
    with pytest.raises(InvalidRequest) as refused:
        writer(tool)[0].tools()
    assert (refused.value.field or "").startswith("tools")


def test_hints_are_left_out_and_named():
    tools, dropped = writer(
        WebSearch(max_uses=1, country="NL", cache=CacheMark()), F, parallel_tool_calls=False
    )
    tools.tools()
    tools.config()
    assert list(dropped) == ["cache", "tools.max_uses", "tools.country", "parallel_tool_calls"]


def test_calling_in_parallel_is_what_happens_anyway():
    tools, dropped = writer(F, parallel_tool_calls=True)
    assert tools.config() is None
    assert dropped == {}
