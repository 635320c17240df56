"""What a caller lets the model call."""

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import CacheMark
from ai_gateway.dialects.neutral.tool import Choice, Function, Named, ToolChoice, WebSearch
from ai_gateway.dialects.openai_chat.request_shapes import ChatRequest
from ai_gateway.dialects.openai_chat.tool_reader import (
    NO_ARGUMENTS,
    read_schema,
    read_tool_choice,
    read_tools,
)


def asked(members: str) -> ChatRequest:
    body = f'{{"model":"m","messages":[],{members}}}'
    return msgspec.json.decode(body, type=ChatRequest)


def test_functions_are_read_with_their_schema_as_it_was_written() -> None:
    tools = read_tools(
        asked(
            '"tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,'
            '"parameters":{"type" :"object"}},"cache_control":{"type":"ephemeral","ttl":"1h"}}],'
            '"functions":[{"name":"g","parameters":null},{"name":"h"}]'
        )
    )
    assert tools == (
        Function("f", '{"type" :"object"}', "d", True, CacheMark(3600)),
        Function("g", NO_ARGUMENTS),
        Function("h", NO_ARGUMENTS),
    )


def test_a_search_is_a_tool() -> None:
    options = (
        '"web_search_options":{"search_context_size":"low","user_location":{"type":"approximate",'
        '"approximate":{"country":"NO","city":"Oslo","region":"Oslo","timezone":"Europe/Oslo"}}}'
    )
    assert read_tools(asked(options)) == (
        WebSearch(
            country="NO",
            city="Oslo",
            region="Oslo",
            timezone="Europe/Oslo",
            context_size="low",
        ),
    )
    assert read_tools(asked('"web_search_options":{}')) == (WebSearch(),)


def test_a_schema_that_is_left_out_or_null_is_none() -> None:
    assert read_schema(msgspec.UNSET) is read_schema(msgspec.Raw(b"null")) is None


@pytest.mark.parametrize(
    ("members", "choice"),
    [
        ('"n":1', None),
        ('"tool_choice":"auto"', Choice("auto")),
        ('"tool_choice":"required"', Choice("required")),
        ('"tool_choice":{"type":"function","function":{"name":"f"}}', Named("f")),
        (
            (
                '"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":'
                '[{"type":"function","function":{"name":"f"}}]}}'
            ),
            Choice("required", ("f",)),
        ),
        ('"function_call":"none"', Choice("none")),
        ('"function_call":{"name":"f"}', Named("f")),
    ],
)
def test_a_choice_is_read(members: str, choice: ToolChoice | None) -> None:
    assert read_tool_choice(asked(members)) == choice


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ('"tool_choice":"any"', "tool_choice"),
        ('"function_call":"required"', "function_call"),
        (
            '"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"none","tools":[]}}',
            "tool_choice.allowed_tools.mode",
        ),
    ],
)
def test_a_mode_that_openai_does_not_have_is_named(members: str, field: str) -> None:
    with pytest.raises(InvalidRequest, match="expected one of `auto`") as caught:
        read_tool_choice(asked(members))
    assert caught.value.field == field
