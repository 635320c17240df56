from typing import Any

import pytest

from ai_gateway.simulator.anthropic import checks
from tests.unit.simulator.sample import refused, sent

VERSION = {"anthropic-version": "2023-06-01"}


@pytest.mark.parametrize(
    ("headers", "status", "message"),
    [
        (VERSION, 401, "x-api-key header is required"),
        (VERSION | {"x-api-key": "invalid"}, 401, "invalid x-api-key"),
        (VERSION | {"authorization": "Bearer invalid"}, 401, "Invalid bearer token"),
        ({"x-api-key": "good"}, 400, "anthropic-version: header is required"),
        (
            {"x-api-key": "good", "anthropic-version": "1"},
            400,
            'anthropic-version: "1" is not a valid version',
        ),
    ],
)
def test_refuses_callers(headers: dict[str, str], status: int, message: str):
    found, body = refused(lambda: checks.check_key(sent(headers=headers)))
    assert (found, body["error"]["message"]) == (status, message)


def test_takes_keys_and_tokens():
    checks.check_key(sent(headers=VERSION | {"x-api-key": "good"}))
    checks.check_key(sent(headers=VERSION | {"authorization": "Bearer good"}))


def test_only_json_is_json():
    assert checks.json_fields(sent({"a": 1})) == {"a": 1}
    for request in (sent([]), sent(body=b"{"), sent(headers={"content-type": "text/plain"})):
        assert refused(lambda request=request: checks.json_fields(request))[0] == 400


@pytest.mark.parametrize(
    ("value", "kind", "fits"),
    [
        ("a", "string", True),
        (1, "string", False),
        (1, "integer", True),
        (1.5, "integer", False),
        (1, "number", True),
        (True, "integer", False),
        (True, "boolean", True),
        ([], "array", True),
        ({}, "array", False),
        ({}, "object", True),
    ],
)
def test_types(value: Any, kind: str, *, fits: bool):
    def attempt() -> None:
        checks.require(sent(), {"x": value}, "x", kind)

    if fits:
        attempt()
    else:
        assert refused(attempt)[1]["error"]["message"].startswith("x: Input should be a valid")


def test_a_missing_field_and_an_unknown_model():
    _, body = refused(lambda: checks.require(sent(), {}, "x", "string"))
    assert body["error"]["message"] == "x: Field required"
    assert refused(lambda: checks.check_model(sent({"model": "nonexistent"})))[0] == 404
