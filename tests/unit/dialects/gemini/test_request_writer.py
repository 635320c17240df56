"""A request, written for Google."""

import json

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.gemini.request_writer import write_request
from ai_gateway.dialects.gemini.signature import UNSIGNED
from ai_gateway.dialects.neutral.content import CacheMark, Text, ToolCall
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Message, Request
from ai_gateway.dialects.neutral.tool import Choice, Function

PLAIN = Request(model="m", messages=(Message("user", (Text("a"),)),), stream=True)


def write(*, vertex: bool = True, **members: object) -> tuple[dict[str, object], tuple[str, ...]]:
    request = msgspec.structs.replace(PLAIN, **members)
    written = write_request(request, Profile(), vertex=vertex)
    return json.loads(written.body), written.dropped


def test_the_body_names_neither_model_nor_stream():
    assert write() == ({"contents": [{"parts": [{"text": "a"}], "role": "user"}]}, ())


def test_instructions_tools_and_settings_stand_beside_the_turns():
    body, _ = write(
        messages=(Message("system", (Text("s"),)), *PLAIN.messages),
        tools=(Function("f", "{}"),),
        tool_choice=Choice("required"),
        max_tokens=5,
    )
    assert list(body) == [
        "contents",
        "systemInstruction",
        "tools",
        "toolConfig",
        "generationConfig",
    ]


@pytest.mark.parametrize(
    ("asked", "vertex", "tier", "dropped"),
    [
        ("auto", False, None, ()),
        ("default", False, "standard", ()),
        ("flex", False, "flex", ()),
        ("priority", False, "priority", ()),
        ("standard_only", False, "standard", ()),
        ("scale", False, None, ("service_tier",)),
        ("auto", True, None, ()),
        ("default", True, None, ()),
        ("flex", True, None, ("service_tier",)),
        ("scale", True, None, ("service_tier",)),
    ],
)
def test_a_tier_is_googles_or_left_out(
    asked: str, tier: str | None, dropped: tuple[str, ...], *, vertex: bool
):
    body, named = write(service_tier=asked, vertex=vertex)
    assert (body.get("serviceTier"), named) == (tier, dropped)


@pytest.mark.parametrize(
    "metadata", [{"Team": "a"}, {"team": "A b"}, {f"k{n}": "v" for n in range(65)}]
)
def test_metadata_that_is_no_label_is_left_out_and_named(metadata: dict[str, str]):
    assert write(metadata=metadata)[1] == ("metadata",)


def test_metadata_that_fits_is_labels():
    body, dropped = write(metadata={"team": "a-1", "cost_center": ""})
    assert (body["labels"], dropped) == ({"team": "a-1", "cost_center": ""}, ())


def test_the_gemini_api_has_no_labels():
    body, dropped = write(vertex=False, metadata={"team": "a"})
    assert ("labels" in body, dropped) == (False, ("metadata",))


def test_labels_and_hints_without_a_place_are_named():
    _, dropped = write(
        extras=("x",),
        user="u",
        cache_key="k",
        cache=CacheMark(),
        verbosity="low",
        store=False,
    )
    assert dropped == ("x", "user", "cache_key", "cache", "verbosity", "store")


def test_a_stored_answer_is_refused():
    with pytest.raises(InvalidRequest) as refused:
        write(previous="resp_1")
    assert refused.value.field == "previous"


@pytest.mark.parametrize(
    ("style", "signature"),
    [("none", None), ("budget", None), ("effort", UNSIGNED), ("adaptive", UNSIGNED)],
)
def test_calls_are_signed_for_the_models_that_demand_it(style: str, signature: str | None):
    call = Message("assistant", (ToolCall("1", "f", "{}"),))
    request = msgspec.structs.replace(PLAIN, messages=(*PLAIN.messages, call))
    written = write_request(request, msgspec.convert({"reasoning": style}, Profile))
    part = json.loads(written.body)["contents"][1]["parts"][0]
    assert part.get("thoughtSignature") == signature
