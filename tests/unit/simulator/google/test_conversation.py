from typing import Any

import pytest

from ai_gateway.simulator.google.conversation import check_conversation, signature
from tests.unit.simulator.sample import refused, sent

HELLO = {"role": "user", "parts": [{"text": "hello"}]}
CALL = {"functionCall": {"name": "f", "args": {}}}
RESULT = {"functionResponse": {"name": "f", "response": {"a": "b"}}}
SIGNED = CALL | {"thoughtSignature": signature(1)}
ANSWERED = {"role": "user", "parts": [RESULT]}


def model(*parts: Any) -> Any:
    return {"role": "model", "parts": list(parts)}


def check(contents: list[Any], name: str = "gemini-3-pro") -> None:
    check_conversation(sent(path=f"/v1beta/models/{name}:generateContent"), contents)


@pytest.mark.parametrize(
    "contents",
    [
        [HELLO],
        [{"parts": [{"text": "no role"}]}],
        [HELLO, HELLO],
        [HELLO, model({"text": "hi"}), HELLO],
        [HELLO, model(SIGNED), ANSWERED],
        [HELLO, model(SIGNED), ANSWERED | {"role": "function"}],
        [HELLO, model(SIGNED, CALL), {"role": "user", "parts": [RESULT, RESULT]}],
        [HELLO, model(CALL), ANSWERED, HELLO],
        [HELLO, model(CALL | {"thoughtSignature": "skip_thought_signature_validator"}), ANSWERED],
    ],
)
def test_takes(contents: list[Any]):
    check(contents)


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        ([], "contents is not specified"),
        ([{"role": "assistant", "parts": [{"text": "x"}]}], "Please use a valid role"),
        ([{"role": "user", "parts": []}], "contents.parts must not be empty"),
        ([{"role": "user", "parts": [CALL]}, ANSWERED], "has the role: model"),
        ([HELLO, model(SIGNED)], "function call turn comes immediately after a user turn"),
        ([HELLO, model(SIGNED), HELLO], "function response turn comes immediately after"),
        ([HELLO, ANSWERED], "is equal to the number of function call parts"),
        ([HELLO, model(SIGNED, CALL), ANSWERED], "is equal to the number of function call parts"),
        ([HELLO, model(CALL), ANSWERED], "function call `default_api:f` , position 2"),
        (
            [HELLO, model(SIGNED), ANSWERED, model(CALL), ANSWERED],
            "function call `default_api:f` , position 4",
        ),
        ([HELLO, model(CALL | {"thoughtSignature": "AAAA"}), ANSWERED], "is not valid"),
    ],
)
def test_refuses(contents: list[Any], message: str):
    status, body = refused(lambda: check(contents))
    assert (status, body["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert message in body["error"]["message"]


def test_only_gemini_3_wants_its_signatures_back():
    contents = [HELLO, model(CALL), ANSWERED]
    for name in ("gemini-2.5-flash", "gemini-flash-latest", "gemma"):
        check(contents, name)
    for name in ("gemini-3-pro", "gemini-4-flash", "gemini-10"):
        assert refused(lambda name=name: check(contents, name))[0] == 400


def test_a_signature_comes_in_either_alphabet():
    other = signature(5).replace("+", "-").replace("/", "_")
    check([HELLO, model(CALL | {"thoughtSignature": other}), ANSWERED])
