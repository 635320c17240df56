"""Mistakes that a translation for Bedrock or Google could make, each of which the check catches."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.translation.cloud_strictness import mistakes_in

CONVERSE = "/model/us.anthropic.claude-sonnet-4-5-20250929-v1:0/converse"
COUNT = "/model/us.anthropic.claude-sonnet-4-5-20250929-v1:0/count-tokens"
GENERATE = "/v1beta/models/gemini-3-pro-preview:streamGenerateContent"
VERTEX = "/v1/projects/p/locations/global/publishers"
CLAUDE = f"{VERTEX}/anthropic/models/claude-sonnet-4-5@20250929:rawPredict"
COUNT_CLAUDE = f"{VERTEX}/anthropic/models/count-tokens:rawPredict"
COUNT_GEMINI = f"{VERTEX}/google/models/gemini-3-pro-preview:countTokens"
COUNT_AT_GOOGLE = "/v1beta/models/gemini-3-pro-preview:countTokens"


def right(path: str) -> Any:
    """Return a request in which nothing is wrong."""
    turns = [{"role": "user", "parts": [{"text": "hello"}]}]
    converse = {"messages": [{"role": "user", "content": [{"text": "hello"}]}]}
    message = {
        "messages": [{"role": "user", "content": "hello"}],
        "anthropic_version": "vertex-2023-10-16",
    }
    return {
        CONVERSE: converse,
        COUNT: {"input": {"converse": converse}},
        GENERATE: {"contents": turns, "generationConfig": {"maxOutputTokens": 5}},
        CLAUDE: {**message, "max_tokens": 5},
        COUNT_CLAUDE: {**message, "model": "claude-sonnet-4-5"},
        COUNT_GEMINI: {"contents": turns},
        COUNT_AT_GOOGLE: {"generateContentRequest": {"model": "models/m", "contents": turns}},
    }[path]


PATHS = [CONVERSE, COUNT, GENERATE, CLAUDE, COUNT_CLAUDE, COUNT_GEMINI, COUNT_AT_GOOGLE]

MISTAKES: dict[str, tuple[str, Callable[[Any], object]]] = {
    "a wrong role": (CONVERSE, lambda body: body["messages"][0].update(role="tool")),
    "a text as content": (CONVERSE, lambda body: body["messages"][0].update(content="hello")),
    "an unknown key": (CONVERSE, lambda body: body.update(model="claude")),
    "two members of a union": (
        CONVERSE,
        lambda body: body["messages"][0]["content"][0].update(cachePoint={"type": "default"}),
    ),
    "a count of nothing": (COUNT, lambda body: body["input"].clear()),
    "a bound as a text": (
        GENERATE,
        lambda body: body["generationConfig"].update(maxOutputTokens="x"),
    ),
    "a part of another dialect": (
        GENERATE,
        lambda body: body["contents"][0].update(parts=[{"type": "text"}]),
    ),
    "a model in the body": (GENERATE, lambda body: body.update(model="gemini")),
    "a model where the path has it": (CLAUDE, lambda body: body.update(model="claude")),
    "no version": (CLAUDE, lambda body: body.pop("anthropic_version")),
    "a missing bound": (CLAUDE, lambda body: body.pop("max_tokens")),
    "a count with a bound": (COUNT_CLAUDE, lambda body: body.update(max_tokens=5)),
    "a count without a model": (COUNT_CLAUDE, lambda body: body.pop("model")),
    "a count that nests": (COUNT_GEMINI, lambda body: body.update(generateContentRequest={})),
    "a count without a name": (
        COUNT_AT_GOOGLE,
        lambda body: body["generateContentRequest"].pop("model"),
    ),
}


@pytest.mark.parametrize("path", PATHS)
def test_what_is_right_passes(path: str) -> None:
    assert mistakes_in(path, right(path)) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_caught(mistake: str) -> None:
    path, plant = MISTAKES[mistake]
    body = right(path)
    plant(body)
    assert mistakes_in(path, body)
