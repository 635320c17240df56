"""Bedrock, as boto3 reads it."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from ai_gateway.simulator.bedrock.credentials import TEMPORARY_ACCESS_KEY
from ai_gateway.simulator.server import Simulator
from tests.integration.simulator.bedrock_client import with_bedrock

MODEL = "eu.anthropic.claude-sonnet-5-5-v1:0"
ARN = f"arn:aws:bedrock:eu-west-1:123456789012:inference-profile/{MODEL}"
HELLO: list[Any] = [{"role": "user", "content": [{"text": "hello world"}]}]
SPEC = {
    "name": "weather",
    "inputSchema": {"json": {"type": "object", "properties": {"city": {"type": "string"}}}},
}
TOOLS: dict[str, Any] = {"tools": [{"toolSpec": SPEC}]}
THINKING = {"thinking": {"type": "enabled", "budget_tokens": 1024}}


async def converse(simulator: Simulator, **fields: Any) -> Any:
    given = {"modelId": MODEL, "messages": HELLO, **fields}
    return await with_bedrock(simulator, lambda client: client.converse(**given))


async def converse_stream(simulator: Simulator, **fields: Any) -> list[Any]:
    given = {"modelId": MODEL, "messages": HELLO, **fields}
    return await with_bedrock(
        simulator, lambda client: list(client.converse_stream(**given)["stream"])
    )


@pytest.mark.anyio
async def test_answers_with_the_callers_own_words(simulator: Simulator) -> None:
    answer = await converse(simulator)
    assert answer["output"]["message"] == {
        "role": "assistant",
        "content": [{"text": "You said: hello world"}],
    }
    assert answer["stopReason"] == "end_turn"
    assert answer["usage"] == {
        "inputTokens": 3,
        "outputTokens": 6,
        "totalTokens": 9,
        "cacheReadInputTokens": 0,
        "cacheWriteInputTokens": 0,
    }
    assert answer["metrics"] == {"latencyMs": 42}


@pytest.mark.anyio
async def test_a_model_may_be_an_arn(simulator: Simulator) -> None:
    answer = await converse(simulator, modelId=ARN)
    assert answer["stopReason"] == "end_turn"
    assert simulator.requests[-1].path == f"/model/{ARN}/converse"


@pytest.mark.anyio
async def test_streams_the_whole_sequence(simulator: Simulator) -> None:
    events = await converse_stream(simulator)
    assert [next(iter(event)) for event in events] == [
        "messageStart",
        *["contentBlockDelta"] * 4,
        "contentBlockStop",
        "messageStop",
        "metadata",
    ]
    texts = [event["contentBlockDelta"]["delta"]["text"] for event in events[1:5]]
    assert "".join(texts) == "You said: hello world"
    assert events[-1]["metadata"]["usage"]["totalTokens"] == 9


@pytest.mark.anyio
async def test_calls_a_tool_and_reads_its_result(simulator: Simulator) -> None:
    messages: list[Any] = [{"role": "user", "content": [{"text": "use the tool"}]}]
    first = await converse(simulator, messages=messages, toolConfig=TOOLS)
    assert first["stopReason"] == "tool_use"
    message = first["output"]["message"]
    call = message["content"][0]["toolUse"]
    assert call["input"] == {"city": "example"}
    result = {"toolUseId": call["toolUseId"], "content": [{"text": "sunny"}]}
    messages += [message, {"role": "user", "content": [{"toolResult": result}]}]
    second = await converse(simulator, messages=messages, toolConfig=TOOLS)
    assert second["output"]["message"]["content"] == [{"text": "The tool said: sunny"}]


@pytest.mark.anyio
async def test_streams_a_tool_call_in_pieces(simulator: Simulator) -> None:
    config = TOOLS | {"toolChoice": {"tool": {"name": "weather"}}}
    events = await converse_stream(simulator, toolConfig=config)
    start = events[1]["contentBlockStart"]["start"]["toolUse"]
    assert start["name"] == "weather"
    deltas = [
        event["contentBlockDelta"]["delta"] for event in events if "contentBlockDelta" in event
    ]
    pieces = [delta["toolUse"]["input"] for delta in deltas]
    assert len(pieces) > 1
    assert "".join(pieces) == '{"city":"example"}'
    assert events[-2]["messageStop"]["stopReason"] == "tool_use"


@pytest.mark.anyio
async def test_leads_a_task_of_parallel_calls_to_its_end(simulator: Simulator) -> None:
    asked = 'call weather {"city": "Köln"} call weather {"city": "Rom"}'
    messages: list[Any] = [{"role": "user", "content": [{"text": asked}]}]
    fields: Any = {"toolConfig": TOOLS, "additionalModelRequestFields": THINKING}
    answers = [["rain", 'call weather {"city": "Oslo"}'], ["snow"]]
    called: list[str] = []
    for results in answers:
        message = (await converse(simulator, messages=messages, **fields))["output"]["message"]
        calls = [block["toolUse"] for block in message["content"][1:]]
        called += [call["input"]["city"] for call in calls]
        blocks = [
            {"toolResult": {"toolUseId": call["toolUseId"], "content": [{"text": result}]}}
            for call, result in zip(calls, results, strict=True)
        ]
        messages += [message, {"role": "user", "content": blocks}]
    last = await converse(simulator, messages=messages, **fields)
    assert called == ["Köln", "Rom", "Oslo"]
    assert last["output"]["message"]["content"][1] == {"text": "The tool said: snow"}
    assert last["stopReason"] == "end_turn"


@pytest.mark.anyio
async def test_streams_parallel_calls_block_by_block(simulator: Simulator) -> None:
    config = TOOLS | {"toolChoice": {"any": {}}}
    events = await converse_stream(simulator, modelId=f"{MODEL}@calls=2", toolConfig=config)
    starts = [event["contentBlockStart"] for event in events if "contentBlockStart" in event]
    stops = [event["contentBlockStop"] for event in events if "contentBlockStop" in event]
    assert [start["contentBlockIndex"] for start in starts] == [0, 1]
    assert [stop["contentBlockIndex"] for stop in stops] == [0, 1]
    assert len({start["start"]["toolUse"]["toolUseId"] for start in starts}) == 2


@pytest.mark.anyio
async def test_declines_in_words_or_by_its_filter(simulator: Simulator) -> None:
    for directive, reason in {
        "refusal": "content_filtered",
        "refusal=prompt": "guardrail_intervened",
    }.items():
        fields: Any = {"modelId": f"{MODEL}@{directive}", "toolConfig": TOOLS}
        assert (await converse(simulator, **fields))["stopReason"] == reason
        events = await converse_stream(simulator, **fields)
        assert events[-2]["messageStop"]["stopReason"] == reason


@pytest.mark.anyio
async def test_thinks_and_takes_its_thought_back(simulator: Simulator) -> None:
    messages: list[Any] = [{"role": "user", "content": [{"text": "use the tool"}]}]
    fields: Any = {"toolConfig": TOOLS, "additionalModelRequestFields": THINKING}
    first = await converse(simulator, messages=messages, **fields)
    message = first["output"]["message"]
    thought, call = message["content"]
    assert thought["reasoningContent"]["reasoningText"]["signature"]
    result = {"toolUseId": call["toolUse"]["toolUseId"], "content": [{"json": {"a": 1}}]}
    messages += [message, {"role": "user", "content": [{"toolResult": result}]}]
    second = await converse(simulator, messages=messages, **fields)
    assert second["output"]["message"]["content"][1] == {"text": 'The tool said: {"a":1}'}
    messages[1] = message | {"content": [call]}
    with pytest.raises(ClientError, match="Expected `thinking` or `redacted_thinking`"):
        await converse(simulator, messages=messages, **fields)


@pytest.mark.anyio
async def test_takes_images_and_documents_as_bytes(simulator: Simulator) -> None:
    content: Any = [
        {"image": {"format": "png", "source": {"bytes": b"\x89PNG"}}},
        {"document": {"format": "pdf", "name": "Report 1", "source": {"bytes": b"%PDF"}}},
        {"text": "look"},
    ]
    answer = await converse(simulator, messages=[{"role": "user", "content": content}])
    assert answer["usage"]["inputTokens"] == 1 + 2 * 85


@pytest.mark.anyio
async def test_reports_what_the_cache_took(simulator: Simulator) -> None:
    system: Any = [{"text": "a" * 400}, {"cachePoint": {"type": "default", "ttl": "1h"}}]
    usage = (await converse(simulator, system=system))["usage"]
    assert (usage["inputTokens"], usage["cacheWriteInputTokens"]) == (3, 100)
    assert usage["cacheDetails"] == [{"ttl": "1h", "inputTokens": 100}]
    usage = (await converse(simulator, system=system, modelId=f"{MODEL}@cached=60"))["usage"]
    assert (usage["cacheReadInputTokens"], usage["cacheWriteInputTokens"]) == (60, 40)
    assert usage["totalTokens"] == 103 + 6


@pytest.mark.anyio
async def test_counts_tokens_as_it_bills_them(simulator: Simulator) -> None:
    given = {"modelId": MODEL, "input": {"converse": {"messages": HELLO}}}
    counted = await with_bedrock(simulator, lambda client: client.count_tokens(**given))
    assert counted["inputTokens"] == 3


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("model", "body", "vectors"),
    [
        ("amazon.titan-embed-text-v2:0", b'{"inputText": "hello"}', "embedding"),
        (
            "cohere.embed-english-v3",
            b'{"texts": ["hello"], "input_type": "search_query"}',
            "embeddings",
        ),
    ],
)
async def test_embeds(simulator: Simulator, model: str, body: bytes, vectors: str) -> None:
    def invoke(client: Any) -> tuple[Any, bytes]:
        answer = client.invoke_model(modelId=model, body=body)
        return answer, answer["body"].read()

    answer, content = await with_bedrock(simulator, invoke)
    assert f'"{vectors}":'.encode() in content
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    assert headers["x-amzn-bedrock-input-token-count"] == "2"


@pytest.mark.anyio
async def test_tells_what_is_behind_a_profile(simulator: Simulator) -> None:
    profile = f"arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/{'a' * 12}"
    found = await with_bedrock(
        simulator,
        lambda client: client.get_inference_profile(inferenceProfileIdentifier=profile),
        service="bedrock",
    )
    assert found["type"] == "APPLICATION"
    assert found["models"][0]["modelArn"].endswith(
        "::foundation-model/anthropic.claude-sonnet-5-5-v1:0"
    )


@pytest.mark.anyio
async def test_a_role_signs_with_its_session_token(simulator: Simulator) -> None:
    answer = await with_bedrock(
        simulator,
        lambda client: client.converse(modelId=MODEL, messages=HELLO),
        access_key=TEMPORARY_ACCESS_KEY,
        session_token="a session",
    )
    assert answer["stopReason"] == "end_turn"
