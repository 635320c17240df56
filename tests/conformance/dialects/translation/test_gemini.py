"""Gemini as a provider: requests in the SDK's shapes, answers the same whole and in pieces."""

import json
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from google.genai import types
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ai_gateway.dialects.gemini.provider import GeminiProvider
from ai_gateway.dialects.neutral.content import Part, RedactedThinking, Text, Thinking
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Message, Request
from tests.conformance.dialects.translation.gemini_form import (
    as_the_sdk_reads,
    read_back,
    requests,
)
from tests.conformance.dialects.translation.neutral_strategies import merged
from tests.conformance.dialects.translation.neutral_streams import chunked, joined

PROVIDER = GeminiProvider(vertex=True)
PROFILE = Profile(reasoning="budget")
GOLDEN = Path(__file__).parents[3] / "golden"
ANSWERS = sorted(GOLDEN.glob("*.gemini.json"))


@given(request=requests())
def test_every_request_is_one_that_the_sdk_could_send(request: Request):
    written = PROVIDER.write_request(request, PROFILE)
    assert written.dropped == ()
    as_the_sdk_reads(written.body)


@pytest.mark.parametrize(
    "wrong",
    [
        {"contents": [{"role": "user", "parts": [{"txt": "x"}]}]},
        {"contents": [{"role": "user", "parts": [{"text": 3}]}]},
        {"contents": [], "generationConfig": {"max_tokens": "many"}},
        {"contents": [], "toolConfig": {"mode": "AUTO"}},
        {"contents": [], "model": "gemini"},
    ],
)
def test_the_check_sees_a_planted_mistake(wrong: object):
    with pytest.raises(ValidationError):
        as_the_sdk_reads(json.dumps(wrong).encode())


@given(request=requests())
def test_what_is_written_says_the_same(request: Request):
    written = PROVIDER.write_request(request, PROFILE)
    read = read_back(written.body, request.model)
    assert read == msgspec.structs.replace(request, messages=merged(request.messages))
    roles = [message.role for message in read.messages if message.role != "system"]
    assert all(one != other for one, other in pairwise(roles))


def parts_of(reply: Reply) -> list[Part]:
    """Return the parts, neighbouring pieces of one text made one."""
    merged: list[Part] = []
    for part in reply.answers[0].parts:
        match merged[-1:], part:
            case [Text(text, ())], Text(more, cited):
                merged[-1] = Text(text + more, cited)
            case _:
                merged.append(part)
    return merged


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.name)
def test_a_golden_question_is_asked_as_it_says(path: Path):
    case = json.loads(path.read_text())
    request = msgspec.convert(case["request"], Request)
    # Labels are said to Vertex AI alone, and a tier to the Gemini API alone.
    provider = GeminiProvider(vertex="labels" in case["question"])
    written = provider.write_request(request, Profile(reasoning="effort"))
    assert json.loads(written.body) == case["question"]
    as_the_sdk_reads(written.body)


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.name)
def test_a_golden_answer_reads_as_it_says(path: Path):
    case = json.loads(path.read_text())
    types.GenerateContentResponse.model_validate(case["answer"])
    reply = PROVIDER.read_reply(json.dumps(case["answer"]).encode())
    assert reply == msgspec.convert(case["reply"], Reply)
    for event in case["stream"]:
        types.GenerateContentResponse.model_validate(event)


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.name)
@given(sizes=st.lists(st.integers(1, 90), min_size=1, max_size=4))
def test_any_chunking_of_a_stream_says_what_the_whole_answer_says(path: Path, sizes: list[int]):
    case = json.loads(path.read_text())
    stream = "".join(f"data: {json.dumps(event)}\r\n\r\n" for event in case["stream"]).encode()
    reader = PROVIDER.event_reader()
    events = [event for piece in chunked(stream, sizes) for event in reader.feed(piece)]
    streamed = joined([*events, *reader.finish()])
    whole = PROVIDER.read_reply(json.dumps(case["answer"]).encode())
    assert parts_of(streamed) == parts_of(whole)
    assert (streamed.usage, streamed.answers[0].stop) == (whole.usage, whole.answers[0].stop)


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.name)
def test_what_has_to_come_back_to_google_does(path: Path):
    """Signatures and calls survive the trip through a caller."""
    answer = json.loads(path.read_text())["answer"]
    reply = PROVIDER.read_reply(json.dumps(answer).encode())
    request = Request(
        model="gemini",
        messages=(
            Message("user", (Text("Go on."),)),
            Message("assistant", reply.answers[0].parts),
        ),
    )
    body = json.loads(PROVIDER.write_request(request, PROFILE).body)
    returned = [part for turn in body["contents"][1:] for part in turn["parts"]]
    given_parts = answer["candidates"][0].get("content", {}).get("parts", [])
    assert signatures(returned) == signatures(given_parts)
    assert [part["functionCall"]["name"] for part in returned if "functionCall" in part] == [
        part["functionCall"]["name"] for part in given_parts if "functionCall" in part
    ]


def signatures(parts: list[dict[str, object]]) -> list[object]:
    return [part["thoughtSignature"] for part in parts if "thoughtSignature" in part]


def test_a_thought_of_another_vendor_stays_away_from_google():
    foreign = (Thinking("hm", signature="abc"), RedactedThinking("xyz"), Text("Hello."))
    request = Request(
        model="gemini",
        messages=(Message("user", (Text("Hi."),)), Message("assistant", foreign)),
    )
    written = PROVIDER.write_request(request, PROFILE)
    assert json.loads(written.body)["contents"][1]["parts"] == [{"text": "Hello."}]
    assert written.dropped == ("thinking",)
