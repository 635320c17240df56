from typing import Any

import pytest

from ai_gateway.simulator.openai import checks
from tests.unit.simulator.sample import form, refused, sent


def message(attempt: Any) -> str:
    return refused(attempt)[1]["error"]["message"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc"])
def test_a_key_is_needed(header: str):
    request = sent(headers={"authorization": header})
    status, body = refused(lambda: checks.check_key(request))
    assert (status, body["error"]["code"]) == (401, None)
    assert body["error"]["message"].startswith("You didn't provide an API key.")


@pytest.mark.parametrize(
    ("key", "shown"),
    [("invalid", "invalid"), ("sk-invalid-0123456789", "sk-inval*********6789")],
)
def test_a_wrong_key_is_hidden(key: str, shown: str):
    request = sent(headers={"authorization": f"Bearer {key}"})
    status, body = refused(lambda: checks.check_key(request))
    assert (status, body["error"]["code"]) == (401, "invalid_api_key")
    assert f"provided: {shown}. " in body["error"]["message"]


def test_a_right_key_passes():
    checks.check_key(sent(headers={"authorization": "bearer sk-x"}))


def test_only_json_is_json():
    assert checks.json_fields(sent({"a": 1})) == {"a": 1}
    plain = sent(body=b"{}", headers={"content-type": "text/plain"})
    assert refused(lambda: checks.json_fields(plain))[1]["error"]["code"] == (
        "unsupported_content_type"
    )
    for body in (b"", b"[1]", b"{"):
        wrong = sent(body=body)
        assert message(lambda wrong=wrong: checks.json_fields(wrong)).startswith("We could not")


def test_only_a_form_is_a_form():
    assert checks.form(form({"a": "1"}, {})).fields == {"a": "1"}
    assert "multipart" in message(lambda: checks.form(sent({})))


def test_a_model_is_needed_and_has_to_exist():
    assert checks.check_model(sent({"model": "gpt"})) == "gpt"
    assert message(lambda: checks.check_model(sent({}))) == "you must provide a model parameter"
    assert refused(lambda: checks.check_model(sent({"model": "nonexistent"})))[0] == 404


@pytest.mark.parametrize(
    ("value", "kinds", "expected"),
    [
        ("a", ("string",), None),
        (1, ("number",), None),
        (1.5, ("integer",), "expected an integer, but got a number instead"),
        (True, ("integer",), "expected an integer, but got a boolean instead"),
        ({}, ("string", "array"), "expected a string or an array, but got an object instead"),
        (None, ("string",), "Missing required parameter: 'x'."),
    ],
)
def test_types(value: object, kinds: tuple[str, ...], expected: str | None):
    def attempt() -> None:
        checks.require(sent(), {"x": value}, "x", *kinds)

    if expected is None:
        attempt()
    else:
        assert expected in message(attempt)
