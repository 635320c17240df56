"""Tools of a caller."""

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.anthropic_messages import question as wire
from ai_gateway.dialects.anthropic_messages.tool_reader import read_choice, read_tool
from ai_gateway.dialects.neutral.content import CacheMark
from ai_gateway.dialects.neutral.tool import (
    Choice,
    ForeignTool,
    Function,
    Named,
    ToolChoice,
    WebSearch,
)


def test_a_function() -> None:
    raw = msgspec.Raw(
        b'{"type":"custom","name":"f","description":"d","input_schema":{ "type":"object" },'
        b'"strict":true,"cache_control":{"type":"ephemeral"},"input_examples":[{"a":1}]}'
    )
    tool, extras = read_tool(raw, "tools.1")
    assert tool == Function("f", '{ "type":"object" }', "d", strict=True, cache=CacheMark())
    assert extras == ("tools.1.input_examples",)


def test_a_search_of_any_version() -> None:
    raw = msgspec.Raw(
        b'{"type":"web_search_20260209","name":"web_search","max_uses":2,'
        b'"blocked_domains":["b"],"user_location":{"type":"approximate","city":"Ulm"},'
        b'"allowed_callers":["direct"]}'
    )
    tool, extras = read_tool(raw, "tools.0")
    assert tool == WebSearch(2, blocked_domains=("b",), city="Ulm")
    assert extras == ("tools.0.allowed_callers",)


def test_a_tool_of_the_vendors_is_kept_whole() -> None:
    raw = msgspec.Raw(b'{"type":"bash_20250124","name":"bash"}')
    kept = ForeignTool("anthropic-messages", "bash_20250124", bytes(raw).decode())
    assert read_tool(raw, "tools.0") == (kept, ())


def test_a_mistake_names_its_field() -> None:
    with pytest.raises(InvalidRequest) as caught:
        read_tool(msgspec.Raw(b'{"name":3,"input_schema":{}}'), "tools.4")
    assert caught.value.field == "tools.4.name"


@pytest.mark.parametrize(
    ("choice", "read"),
    [
        (None, (None, None)),
        (wire.NoChoice(), (Choice("none"), None)),
        (wire.AutoChoice(), (Choice("auto"), None)),
        (wire.AnyChoice(disable_parallel_tool_use=True), (Choice("required"), False)),
        (wire.NamedChoice("f", disable_parallel_tool_use=False), (Named("f"), True)),
    ],
)
def test_a_choice(
    choice: wire.ToolChoice | None, read: tuple[ToolChoice | None, bool | None]
) -> None:
    assert read_choice(choice) == read
