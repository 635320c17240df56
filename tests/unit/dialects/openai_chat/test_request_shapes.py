"""Wire shapes of a request: messages by role, schemas byte for byte."""

import msgspec

from ai_gateway.dialects.openai_chat.request_shapes import (
    ChatRequest,
    FunctionDefinition,
    ToolMessage,
    UserMessage,
)


def test_messages_are_told_apart_by_their_role() -> None:
    body = (
        b'{"model":"m","messages":[{"role":"user","content":"hi"},'
        b'{"role":"tool","tool_call_id":"c","content":"42"}]}'
    )
    request = msgspec.json.decode(body, type=ChatRequest)
    assert request.messages == [UserMessage("hi"), ToolMessage("42", "c")]


def test_a_schema_keeps_its_bytes() -> None:
    body = b'{"name":"f","parameters":{"type" : "object"}}'
    definition = msgspec.json.decode(body, type=FunctionDefinition)
    assert msgspec.json.encode(definition) == body


def test_a_request_is_written_without_what_it_does_not_say() -> None:
    body = msgspec.json.encode(ChatRequest(model="m", messages=[UserMessage("hi")]))
    assert body == b'{"model":"m","messages":[{"role":"user","content":"hi"}]}'
