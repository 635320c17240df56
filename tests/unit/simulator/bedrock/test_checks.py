from typing import Any

import pytest

from ai_gateway.simulator.bedrock import checks, shapes
from tests.unit.simulator.sample import refused, sent

HELLO = {"role": "user", "content": [{"text": "hello"}]}


def test_only_an_object_is_a_body():
    assert checks.json_fields(sent({"a": 1})) == {"a": 1}
    for body in (b"", b"{", b"[]"):
        assert refused(lambda body=body: checks.json_fields(sent(body=body)))[0] == 400


def test_an_unknown_model():
    request = sent(path="/model/nonexistent/converse")
    assert refused(lambda: checks.check_model(request))[0] == 400


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"messages": [HELLO | {"role": "robot"}]}, "'robot' at 'messages.1.member.role'"),
        ({"messages": [{"role": "user"}]}, "null at 'messages.1.member.content'"),
        ({"messages": [{"role": "user", "content": 5}]}, "must be of type array"),
        ({"messages": [{"role": "user", "content": "x"}]}, "must be of type array"),
        ({"messages": [{"role": "user", "content": [{}]}]}, "exactly one of the following"),
        ({"messages": [{"role": "user", "content": [{"words": "x"}]}]}, "must be one of: [text,"),
        ({"temperature": 1}, "Value '1' at 'temperature'"),
        ({"inferenceConfig": {"temperature": 2}}, "less than or equal to 1"),
        ({"toolConfig": {"tools": []}}, "length greater than or equal to 1"),
        (
            {"toolConfig": {"tools": [{"toolSpec": {"name": "a b", "inputSchema": {"json": {}}}}]}},
            "must satisfy regular expression pattern: [a-zA-Z0-9_-]+",
        ),
        ({"system": "Be."}, "Value 'Be.' at 'system'"),
    ],
)
def test_planted_mistakes_are_found(fields: Any, fault: str):
    status, body = refused(lambda: checks.check_shape(sent(), fields, shapes.CONVERSE))
    assert status == 400
    assert fault in body["message"]


def test_all_faults_are_told_at_once():
    fields = {"messages": [{"role": "robot", "content": 1}], "more": 1}
    _, body = refused(lambda: checks.check_shape(sent(), fields, shapes.CONVERSE))
    assert body["message"].startswith("3 validation errors detected: ")


def test_nulls_count_as_absent():
    fields = {"messages": [HELLO | {"content": [{"text": "hello", "image": None}]}], "system": None}
    assert checks.check_shape(sent(), fields, shapes.CONVERSE) == {"messages": [HELLO]}
