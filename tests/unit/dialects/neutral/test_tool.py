"""Tools and the choice among them are told apart, and nothing is allowed that was not said."""

import msgspec
import pytest

from ai_gateway.dialects.neutral import tool
from ai_gateway.dialects.neutral.content import CacheMark
from ai_gateway.dialects.neutral.tool import (
    Choice,
    ForeignTool,
    Function,
    Named,
    Tool,
    ToolChoice,
    WebSearch,
)
from tests.unit.dialects.neutral.structs import all_frozen, members, structs_of

TOOLS = [
    Function("now", '{"type":"object"}', "the time", strict=True, cache=CacheMark()),
    WebSearch(3, ("a.example",), country="DE", context_size="low"),
    ForeignTool("openai-responses", "code_interpreter", "{}"),
]
CHOICES = [Choice("required", ("now",)), Named("now")]


@pytest.mark.parametrize("one", TOOLS, ids=lambda one: type(one).__name__)
def test_a_tool_is_known_again_from_its_json(one: Tool):
    assert msgspec.json.decode(msgspec.json.encode(one), type=Tool) == one


@pytest.mark.parametrize("one", CHOICES, ids=lambda one: type(one).__name__)
def test_a_choice_is_known_again_from_its_json(one: ToolChoice):
    assert msgspec.json.decode(msgspec.json.encode(one), type=ToolChoice) == one


def test_every_kind_is_one_of_a_union():
    assert members(Tool) | members(ToolChoice) == structs_of(tool)


def test_no_list_of_tools_or_domains_means_all_of_them():
    assert Choice("auto").allowed == ()
    assert (WebSearch().allowed_domains, WebSearch().blocked_domains) == ((), ())


def test_whether_a_schema_is_enforced_is_not_decided_for_the_caller():
    assert Function("now", "{}").strict is None


def test_none_can_be_changed():
    assert all_frozen(tool)
