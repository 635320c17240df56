"""Every error, in every dialect, as an answer that an HTTP client can read."""

import json
from collections.abc import Iterator

import pytest

from ai_gateway.core import errors
from ai_gateway.core.errors import GatewayError, Overloaded
from ai_gateway.core.operation import DialectName
from ai_gateway.core.refusal import Refusal
from ai_gateway.dialects.builtin import DIALECTS
from ai_gateway.edge.render import REQUEST_ID, Renderer
from tests.unit.edge.stand_ins import parsed, renderer

MESSAGE = 'It is \u201ctoo\u201d "large";\r\nset-cookie: a=b'


def ladder(rung: type[GatewayError] = GatewayError) -> Iterator[type[GatewayError]]:
    yield rung
    for below in rung.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from ladder(below)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("kind", list(ladder()), ids=lambda kind: kind.__name__)
def test_every_error_is_a_readable_response_in_every_dialect(
    kind: type[GatewayError], dialect: DialectName
):
    error = kind(MESSAGE, field="model", provider="openai", retry_after=7)
    [(response, body)] = parsed(renderer().raw_response(error, dialect))
    assert response.status == DIALECTS[dialect].status(error)
    assert response.getheader("content-type") == "application/json"
    assert response.getheader("content-length") == str(len(body))
    assert response.getheader("connection") == "close"
    assert response.getheader("retry-after") == "7"
    assert response.getheader("x-ai-gateway-request-id") == "call-1"
    assert response.getheader("set-cookie") is None
    assert json.loads(body)["error"]["message"] == MESSAGE


def test_each_response_to_what_never_became_a_call_has_an_id_of_its_own():
    rendered = renderer()
    ids = [
        parsed(rendered.raw_response(Overloaded("Full."), "openai-chat"))[0][0].getheader(
            REQUEST_ID.decode()
        )
        for _ in range(2)
    ]
    assert ids == ["call-1", "call-2"]


@pytest.mark.parametrize(
    ("dialect", "status", "id_field"),
    [
        ("openai-chat", 503, b"x-request-id"),
        ("openai-responses", 503, b"x-request-id"),
        ("anthropic-messages", 529, b"request-id"),
    ],
)
def test_an_answer_has_the_status_and_the_id_that_the_vendors_sdk_looks_for(
    dialect: DialectName, status: int, id_field: bytes
):
    reply = renderer().reply(Overloaded("Full."), dialect, "call-9")
    assert reply.status == status
    assert dict(reply.headers)[id_field] == b"call-9"


def test_without_a_time_to_come_again_none_is_named():
    reply = renderer().reply(GatewayError("Broken."), "openai-chat", "call-9")
    assert b"retry-after" not in dict(reply.headers)


def test_the_fields_that_a_stage_added_follow():
    error = GatewayError("Broken.")
    error.headers.append((b"x-portkey-provider", b"groq"))
    reply = renderer().reply(error, "openai-chat", "call-9")
    assert reply.headers[-1] == (b"x-portkey-provider", b"groq")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_event_is_whole_and_says_what_ended_the_stream(dialect: DialectName):
    event = renderer().event(Overloaded("Full."), dialect, "call-9")
    assert event.endswith(b"\n\n")
    assert event.count(b"\n\n") == 1
    data = event.partition(b"data: ")[2]
    assert json.loads(data)["error"]["message"] == "Full."


def test_what_never_became_a_call_is_told_with_the_id_of_its_answer():
    told: list[Refusal] = []
    rendered = Renderer(DIALECTS, lambda: "call-7", told.append)
    error = Overloaded("Full.")
    rendered.raw_response(error, "anthropic-messages")
    assert told == [Refusal("call-7", "anthropic-messages", error)]


def test_an_error_of_a_call_is_not_told_twice():
    told: list[Refusal] = []
    Renderer(DIALECTS, lambda: "call-7", told.append).reply(Overloaded("Full."), "openai-chat", "r")
    assert told == []
