import base64
import json
from typing import Any

import pytest

from ai_gateway.simulator.answer import EventStream
from ai_gateway.simulator.bedrock import converse
from tests.unit.simulator.bedrock.service_model import MODEL, frames, output_faults
from tests.unit.simulator.sample import TOOL_SCHEMA, read, refused, sent

HELLO = [{"role": "user", "content": [{"text": "hello"}]}]
TOOLS = {
    "tools": [{"toolSpec": {"name": "f", "inputSchema": {"json": TOOL_SCHEMA}}}],
    "toolChoice": {"any": {}},
}
THINKING = {"thinking": {"type": "adaptive"}}
CACHED = [{"text": "a" * 40}, {"cachePoint": {"type": "default"}}]
CASES: dict[str, Any] = {
    "plain": {},
    "tool": {"toolConfig": TOOLS},
    "thought and tool": {"toolConfig": TOOLS, "additionalModelRequestFields": THINKING},
    "thinking": {"additionalModelRequestFields": THINKING},
    "cache": {"system": CACHED, "serviceTier": {"type": "flex"}},
    "stop": {
        "inferenceConfig": {"stopSequences": [" hello"]},
        "additionalModelResponseFieldPaths": ["/stop_sequence"],
    },
}


def request(model: str = "claude", operation: str = "converse", **fields: Any) -> Any:
    return sent({"messages": HELLO, **fields}, path=f"/model/{model}/{operation}")


def created(model: str = "claude", **fields: Any) -> Any:
    return read(converse.create(request(model, **fields)))


def streamed(model: str = "claude", **fields: Any) -> list[tuple[str, Any]]:
    answer = converse.stream(request(model, "converse-stream", **fields))
    assert isinstance(answer, EventStream)
    return [
        (frame.headers[":event-type"], json.loads(frame.payload))
        for frame in frames(b"".join(answer.events))
    ]


@pytest.mark.parametrize("case", CASES)
def test_an_answer_is_what_botocore_knows(case: str):
    assert output_faults(created(**CASES[case]), MODEL.shape_for("ConverseResponse")) == []


@pytest.mark.parametrize("case", CASES)
def test_every_event_is_what_botocore_knows(case: str):
    members = MODEL.shape_for("ConverseStreamOutput").members
    for kind, fields in streamed(**CASES[case]):
        # Padding, which the service sends and its model does not have.
        assert fields.pop("p")
        assert output_faults(fields, members[kind], kind) == []


@pytest.mark.parametrize(
    ("model", "fields", "reason"),
    [
        ("x", {}, "end_turn"),
        ("x", CASES["tool"], "tool_use"),
        ("x", CASES["stop"], "stop_sequence"),
        ("x", {"inferenceConfig": {"maxTokens": 1}}, "max_tokens"),
        ("x@refusal", CASES["tool"], "content_filtered"),
        ("x@refusal=prompt", {}, "guardrail_intervened"),
    ],
)
def test_stop_reasons(model: str, fields: Any, reason: str):
    assert created(model, **fields)["stopReason"] == reason
    assert ("messageStop", reason) in [
        (kind, event.get("stopReason")) for kind, event in streamed(model, **fields)
    ]


def test_a_stop_sequence_is_told_where_asked():
    answer = created(**CASES["stop"])
    assert answer["additionalModelResponseFields"] == {"stop_sequence": " hello"}
    assert answer["output"]["message"]["content"] == [{"text": "You said:"}]


def test_a_streamed_thought_comes_first_with_its_signature():
    events = streamed(**CASES["thinking"])
    deltas = [event["delta"] for kind, event in events if kind == "contentBlockDelta"]
    kinds = [next(iter(delta.get("reasoningContent", delta))) for delta in deltas]
    assert kinds[:2] == ["text", "signature"]
    assert [event.get("contentBlockIndex") for _, event in events[1:4]] == [0, 0, 0]
    assert events[4][1]["contentBlockIndex"] == 1


def test_a_thought_is_redacted_where_anthropic_says_so():
    messages = [{"role": "user", "content": [{"text": converse.REDACTED}]}]
    fields: Any = {"messages": messages, **CASES["thinking"]}
    block = created(**fields)["output"]["message"]["content"][0]["reasoningContent"]
    assert base64.b64decode(block["redactedContent"])
    assert streamed(**fields)[1][1]["delta"]["reasoningContent"] == block


def test_only_a_tool_has_a_start():
    kinds = [kind for kind, _ in streamed(**CASES["tool"])]
    assert kinds[:3] == ["messageStart", "contentBlockStart", "contentBlockDelta"]
    assert "contentBlockStart" not in [kind for kind, _ in streamed()]


def test_several_calls_are_blocks_of_their_own():
    content = created("x@calls=2", **CASES["tool"])["output"]["message"]["content"]
    calls = [block["toolUse"] for block in content]
    assert len({call["toolUseId"] for call in calls}) == 2
    opened: dict[int, str] = {}
    pieces = {0: "", 1: ""}
    for kind, event in streamed("x@calls=2", **CASES["tool"]):
        if kind == "contentBlockStart":
            opened[event["contentBlockIndex"]] = event["start"]["toolUse"]["toolUseId"]
        if kind == "contentBlockDelta":
            pieces[event["contentBlockIndex"]] += event["delta"]["toolUse"]["input"]
    assert list(opened.values()) == [call["toolUseId"] for call in calls]
    assert [json.loads(piece) for piece in pieces.values()] == [call["input"] for call in calls]


def test_usage_adds_up():
    usage = created("x@cached=4", **CASES["cache"])["usage"]
    assert usage["inputTokens"] == 2
    assert (usage["cacheReadInputTokens"], usage["cacheWriteInputTokens"]) == (4, 6)
    assert usage["cacheDetails"] == [{"ttl": "5m", "inputTokens": 6}]
    assert usage["totalTokens"] == 2 + 4 + 6 + usage["outputTokens"]


def test_counts_what_it_bills():
    body = {"input": {"converse": {"messages": HELLO}}}
    counted = read(converse.count(sent(body, path="/model/x/count-tokens")))
    assert counted == {"inputTokens": created()["usage"]["inputTokens"]}
    body = {"input": {"invokeModel": {"body": "AAAA"}}}
    assert refused(lambda: converse.count(sent(body, path="/model/x/count-tokens")))[0] == 400
