"""The upstream streams in the dialect of the path, as that vendor's own SDK reads it."""

import os
import re
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import anthropic
import boto3
import openai
import pytest
from botocore.config import Config
from google import genai
from google.genai.types import HttpOptions

from bench.call import Call
from bench.programs import free_port, running, wait_for_answer

_CHUNKS = 3
_STAMP = re.compile(r"\d{19}")
_HELLO = "hello"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Generator[str, None, None]:
    log: Path = tmp_path_factory.mktemp("upstream") / "upstream.log"
    call = Call(free_port(), "/v1/chat/completions", b"{}", {})
    argv = [sys.executable, "-m", "bench.upstream", f"--port={call.port}", f"--chunks={_CHUNKS}"]
    with running([*argv, "--pace=0.001"], frozenset(os.sched_getaffinity(0)), log) as process:
        wait_for_answer(process, call, log)
        yield f"http://127.0.0.1:{call.port}"


def test_anthropics_events_are_a_message(url: str) -> None:
    with (
        anthropic.Anthropic(base_url=url, api_key="x", max_retries=0) as client,
        client.messages.stream(
            model="claude-haiku-4-5",
            max_tokens=99,
            messages=[{"role": "user", "content": _HELLO}],
        ) as stream,
    ):
        texts = list(stream.text_stream)
        message = stream.get_final_message()
    assert [bool(_STAMP.fullmatch(text)) for text in texts] == [True] * _CHUNKS
    assert (message.stop_reason, message.usage.input_tokens) == ("end_turn", 19)


def test_openais_chunks_are_a_completion(url: str) -> None:
    with openai.OpenAI(base_url=f"{url}/v1", api_key="x", max_retries=0) as client:
        chunks = list(
            client.chat.completions.create(
                model="gpt-5-mini",
                stream=True,
                messages=[{"role": "user", "content": _HELLO}],
            )
        )
    texts = [chunk.choices[0].delta.content or "" for chunk in chunks]
    assert [bool(_STAMP.fullmatch(text)) for text in texts] == [True] * _CHUNKS


def test_geminis_events_are_an_answer(url: str) -> None:
    options = HttpOptions(base_url=url, api_version="v1beta")
    with genai.Client(api_key="x", http_options=options) as client:
        chunks = list(
            client.models.generate_content_stream(model="gemini-2.5-flash", contents=_HELLO)
        )
    assert [bool(_STAMP.fullmatch(chunk.text or "")) for chunk in chunks] == [True] * _CHUNKS
    candidates, usage = chunks[-1].candidates, chunks[-1].usage_metadata
    assert candidates is not None
    assert usage is not None
    assert (candidates[0].finish_reason, usage.prompt_token_count) == ("STOP", 19)


def test_bedrocks_frames_are_a_conversation(url: str) -> None:
    client: Any = boto3.client(
        "bedrock-runtime",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=Config(retries={"total_max_attempts": 1}),
    )
    messages = [{"role": "user", "content": [{"text": _HELLO}]}]
    answer = client.converse_stream(modelId="amazon.nova-lite-v1:0", messages=messages)
    events = list(answer["stream"])
    client.close()
    deltas = [event["contentBlockDelta"]["delta"] for event in events[1:-3]]
    assert [bool(_STAMP.fullmatch(delta["text"])) for delta in deltas] == [True] * _CHUNKS
    assert events[0] == {"messageStart": {"role": "assistant"}}
    assert events[-2] == {"messageStop": {"stopReason": "end_turn"}}
    assert events[-1]["metadata"]["usage"]["inputTokens"] == 19
