"""A request holds what was asked for, and nothing where nothing was."""

import msgspec
import pytest

from ai_gateway.dialects.neutral import request
from ai_gateway.dialects.neutral.content import CacheMark, Text
from ai_gateway.dialects.neutral.request import (
    JsonObject,
    JsonSchema,
    Message,
    OutputFormat,
    Reasoning,
    Request,
    Sampling,
)
from ai_gateway.dialects.neutral.tool import Choice, Function
from tests.unit.dialects.neutral.structs import all_frozen, members

HELLO = (Message("user", (Text("hi"),), at="messages.0"),)
SAID = {"model", "messages"}
FULL = Request(
    model="m",
    messages=HELLO,
    tools=(Function("now", "{}"),),
    tool_choice=Choice("required", ("now",)),
    output=JsonSchema("{}", strict=True),
    sampling=Sampling(temperature=0.5, logit_bias={"1": -1.0}),
    reasoning=Reasoning(effort="low"),
    cache=CacheMark(3600),
    extras=("store",),
)


def test_a_request_is_known_again_from_its_json():
    assert msgspec.json.decode(msgspec.json.encode(FULL), type=Request) == FULL


def test_whatever_a_caller_leaves_out_is_empty_and_never_a_guess():
    plain = msgspec.structs.asdict(Request(model="m", messages=HELLO))
    empty = [plain[name] for name in plain.keys() - SAID - {"sampling", "stream"}]
    assert not any(empty)
    assert plain["stream"] is False
    assert set(msgspec.structs.asdict(plain["sampling"]).values()) == {None}


def test_two_requests_do_not_share_what_one_of_them_says():
    assert Request(model="m", messages=()).sampling == Sampling()
    assert FULL.sampling != Sampling()


def test_the_output_is_any_object_or_one_of_a_schema():
    assert members(OutputFormat) == {JsonObject, JsonSchema}
    assert JsonSchema("{}").name == "answer"


@pytest.mark.parametrize("role", ["tool", "function", "User"])
def test_a_role_of_one_vendors_own_is_refused(role: str):
    with pytest.raises(msgspec.ValidationError, match="role"):
        msgspec.convert({"role": role, "parts": []}, Message)


def test_none_can_be_changed():
    assert all_frozen(request)
