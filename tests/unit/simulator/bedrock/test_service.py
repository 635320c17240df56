from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_gateway.simulator.answer import EventStream, Refusal
from ai_gateway.simulator.bedrock.service import Bedrock
from tests.unit.simulator.any_json import any_json
from tests.unit.simulator.bedrock.signing import signed
from tests.unit.simulator.sample import read, refused, sent

HELLO = {"messages": [{"role": "user", "content": [{"text": "hello"}]}]}


def test_serves_its_paths():
    bedrock = Bedrock()
    arn = "/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2Fx"
    assert read(bedrock.answer(signed(HELLO, path=f"{arn}/converse")))["stopReason"] == "end_turn"
    stream = bedrock.answer(signed(HELLO, path=f"{arn}/converse-stream"))
    assert isinstance(stream, EventStream)
    counted = bedrock.answer(signed({"input": {"converse": HELLO}}, path="/model/x/count-tokens"))
    assert read(counted)["inputTokens"] == 2
    profile = bedrock.answer(signed(path="/inference-profiles/abc", method="GET"))
    assert read(profile)["status"] == "ACTIVE"


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/model/x/other"), ("GET", "/model/x/converse"), ("POST", "/inference-profiles/x")],
)
def test_unknown_operations(method: str, path: str):
    assert refused(lambda: Bedrock().answer(signed(path=path, method=method)))[0] == 404


def test_unsigned_calls_and_failures():
    assert refused(lambda: Bedrock().answer(sent(path="/model/x/converse")))[0] == 403
    assert Bedrock().failure(sent(), 429).status == 429


USER: Any = {"role": "user", "content": [{"text": "tool"}]}
SPEC = {"name": "tool", "inputSchema": {"json": {"type": "object"}}}
VALID: dict[str, Any] = {
    "messages": [USER],
    "system": [{"text": "Be."}],
    "toolConfig": {"tools": [{"toolSpec": SPEC}]},
}
BLOCKS = ("text", "toolUse", "toolResult", "reasoningContent", "cachePoint", "image", "document")
MEMBERS = ("toolUseId", "name", "input", "content", "json", "source", "bytes", "type", "role")
VALUES = any_json(BLOCKS + MEMBERS)
BLOCK = st.fixed_dictionaries(
    {"text": st.sampled_from((None, "x"))}, optional=dict.fromkeys(BLOCKS[1:], VALUES)
)


@pytest.mark.parametrize("operation", ["converse", "converse-stream", "count-tokens", "invoke"])
@settings(max_examples=100, deadline=None)
@given(
    fields=st.dictionaries(st.sampled_from((*VALID, "inferenceConfig")), VALUES, max_size=2),
    block=VALUES | BLOCK,
    role=st.sampled_from(("user", "assistant")),
)
def test_is_answered_or_refused(operation: str, fields: Any, block: Any, role: str):
    messages = [USER, {"role": role, "content": [block]}]
    for body in (VALID | fields, VALID | {"messages": messages}):
        document = {"input": {"converse": body}} if operation == "count-tokens" else body
        request = sent(
            document,
            path=f"/model/claude/{operation}",
            headers={"authorization": "Bearer good"},
        )
        try:
            answer = Bedrock().answer(request)
        except Refusal as refusal:
            answer = refusal.answer
        if isinstance(answer, EventStream):
            assert list(answer.events)
        else:
            assert 200 <= answer.status < 500
