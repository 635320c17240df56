from typing import Any

import pytest

from ai_gateway.simulator.bedrock.conversation import check_conversation, signature
from tests.unit.simulator.sample import refused, sent

HELLO = {"role": "user", "content": [{"text": "hello"}]}
SAID = {"role": "assistant", "content": [{"text": "hi"}]}
CALL = {"toolUse": {"toolUseId": "t1", "name": "f", "input": {}}}
RESULT = {"toolResult": {"toolUseId": "t1", "content": [{"text": "ok"}]}}
CALLED = {"role": "assistant", "content": [CALL]}
ANSWERED = {"role": "user", "content": [RESULT]}
TOOL = {"toolSpec": {"name": "f", "inputSchema": {"json": {"type": "object"}}}}
CONFIG = {"tools": [TOOL]}
DOCUMENT = {"document": {"name": "a", "source": {"text": "x"}}}
POINT = {"cachePoint": {"type": "default"}}


def thought(text: str, sign: str) -> Any:
    reasoning = {"reasoningText": {"text": text, "signature": sign}}
    return {"role": "assistant", "content": [{"reasoningContent": reasoning}, CALL]}


def user(*blocks: Any) -> Any:
    return {"role": "user", "content": list(blocks)}


def check(messages: list[Any], *, thinking: bool = False, **fields: Any) -> None:
    given = {"toolConfig": CONFIG, "messages": messages, **fields}
    check_conversation(sent(), given, thinking=thinking)


@pytest.mark.parametrize(
    "messages",
    [
        [HELLO],
        [HELLO, SAID, HELLO],
        [HELLO, CALLED, ANSWERED],
        [{"role": "system", "content": [{"text": "Be."}]}, HELLO],
        [user({"text": "x"}, DOCUMENT)],
        [HELLO, thought("a", signature("a")), ANSWERED],
        [HELLO, SAID],
    ],
)
def test_takes(messages: list[Any]):
    check(messages)


@pytest.mark.parametrize(
    ("messages", "message"),
    [
        ([], "must start with a user message"),
        ([SAID], "must start with a user message"),
        ([HELLO, HELLO], "must alternate between user and assistant"),
        ([user()], "The content field in the Message object at messages.0 is empty"),
        (
            [user({"text": " "})],
            "The text field in the ContentBlock object at messages.0.content.0",
        ),
        ([user(DOCUMENT)], "holds a document and no text"),
        ([user({"text": "x"}, {"document": {"name": "a.pdf"}})], "The document file name can only"),
        ([user({"text": "x"}, {"document": {"name": "a  b"}})], "The document file name can only"),
        ([user(CALL)], "The user role cannot hold"),
        ([HELLO, {"role": "assistant", "content": [RESULT]}], "The assistant role cannot hold"),
        ([ANSWERED], "exceeds the number of toolUse blocks of previous turn"),
        ([HELLO, CALLED], "Expected toolResult blocks at messages.2.content for the following Ids"),
        ([HELLO, CALLED, HELLO], "Expected toolResult blocks at messages.2.content"),
        ([HELLO, CALLED, user(RESULT, RESULT)], "exceeds the number of toolUse blocks"),
        ([HELLO, thought("a", "wrong"), ANSWERED], "Invalid `signature` in `thinking` block"),
    ],
)
def test_refuses(messages: list[Any], message: str):
    status, body = refused(lambda: check(messages))
    assert status == 400
    assert message in body["message"]


def test_arguments_are_an_object():
    call = {"toolUse": {"toolUseId": "t1", "name": "f", "input": "{}"}}
    messages = [HELLO, {"role": "assistant", "content": [call]}, ANSWERED]
    assert "Provide a json object" in refused(lambda: check(messages))[1]["message"]


def test_tools_are_defined_as_objects():
    messages = [HELLO, CALLED, ANSWERED]
    _, body = refused(lambda: check(messages, toolConfig=None))
    assert body["message"].startswith("The toolConfig field must be defined")
    bad = {"toolSpec": {"name": "f", "inputSchema": {"json": {"type": "string"}}}}
    _, body = refused(lambda: check([HELLO], toolConfig={"tools": [bad]}))
    assert body["message"].startswith("The value at toolConfig.tools.0.toolSpec.inputSchema.json")


def test_at_most_four_cache_points():
    check([user({"text": "x"}, POINT, POINT)], system=[POINT, POINT])
    _, body = refused(lambda: check([user({"text": "x"}, POINT, POINT)], system=[POINT] * 3))
    assert "A maximum of 4 blocks" in body["message"]


def test_a_thought_stays_with_its_call():
    messages = [HELLO, CALLED, ANSWERED]
    check(messages)
    check([HELLO, thought("a", signature("a")), ANSWERED], thinking=True)
    _, body = refused(lambda: check(messages, thinking=True))
    assert "but found `toolUse`" in body["message"]
