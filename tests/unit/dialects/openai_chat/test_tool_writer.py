"""What the model may call, written for a provider."""

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import CacheMark
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
from ai_gateway.dialects.openai_chat.content_writer import ContentWriter
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.dialects.openai_chat.request_shapes import FunctionTool
from ai_gateway.dialects.openai_chat.tool_writer import ToolWriter

F = Function("f", '{"type" :"object"}', "d", True, CacheMark(3600))
G = Function("g", "{}")
OPENAI = Quirks(cache="cache_control")
OLDER = Quirks(current=False)


def writer(
    *tools: Tool,
    choice: ToolChoice | None = None,
    quirks: Quirks = OPENAI,
    dropped: dict[str, None] | None = None,
) -> ToolWriter:
    left_out = {} if dropped is None else dropped
    request = Request(model="m", messages=(), tools=tools, tool_choice=choice)
    return ToolWriter(quirks, ContentWriter(quirks, True, left_out), request, left_out)


def test_functions_are_written_with_their_schema_as_it_was() -> None:
    assert msgspec.json.encode(writer(F, G).tools()) == (
        b'[{"type":"function","function":{"name":"f","description":"d",'
        b'"parameters":{"type" :"object"},"strict":true},'
        b'"cache_control":{"type":"ephemeral","ttl":"1h"}},'
        b'{"type":"function","function":{"name":"g","parameters":{}}}]'
    )
    assert writer().tools() is None


@pytest.mark.parametrize(
    ("choice", "written"),
    [
        (None, b"null"),
        (Choice("required"), b'"required"'),
        (Named("f"), b'{"type":"function","function":{"name":"f"}}'),
        (
            Choice("auto", ("f",)),
            (
                b'{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":'
                b'[{"type":"function","function":{"name":"f"}}]}}'
            ),
        ),
    ],
)
def test_a_choice_is_written(choice: ToolChoice | None, written: bytes) -> None:
    assert msgspec.json.encode(writer(F, G, choice=choice).choice()) == written


def test_an_older_server_is_offered_only_what_may_be_called() -> None:
    older = writer(F, G, choice=Choice("required", ("g",)), quirks=OLDER)
    offered = older.tools()
    assert offered
    assert [tool.function.name for tool in offered if isinstance(tool, FunctionTool)] == ["g"]
    assert older.choice() == "required"


def test_a_search_is_an_option_of_the_request() -> None:
    dropped: dict[str, None] = {}
    search = WebSearch(max_uses=3, country="NO", context_size="low")
    assert msgspec.json.encode(writer(F, search, dropped=dropped).search()) == (
        b'{"search_context_size":"low","user_location":{"type":"approximate",'
        b'"approximate":{"country":"NO"}}}'
    )
    assert list(dropped) == ["tools.max_uses"]
    assert msgspec.json.encode(writer(WebSearch()).search()) == b"{}"
    assert writer(F).search() is None


def test_a_search_that_is_bounded_to_domains_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="bounded to some domains") as caught:
        writer(WebSearch(allowed_domains=("example.com",))).search()
    assert caught.value.field == "tools"


def test_a_tool_of_another_dialect_is_refused_by_name() -> None:
    with pytest.raises(InvalidRequest, match="`bash_20250124` of the dialect anthropic-messages"):
        writer(ForeignTool("anthropic-messages", "bash_20250124", "{}")).tools()
