"""A model is known by the longest beginning of its name, whoever calls it what."""

import re

import pytest
from anthropic.types import ModelParam
from openai.types import ChatModel

from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.providers.profile import profile_of, profiles
from tests.unit.providers.literals import strings

CLAUDE = [name for name in strings(ModelParam) if name.startswith("claude-")]
REASONING = re.compile(r"(gpt-[5-9]|o[134]|codex)(?!.*chat)")
"""OpenAI's families that reason, but for what ChatGPT itself runs."""


def test_it_is_read_once():
    assert profiles() is profiles()


@pytest.mark.parametrize("family", profiles())
def test_every_family_is_found_by_its_own_name(family: str):
    assert profile_of(family) is profiles()[family]


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("claude-opus-4-5-20251101", "claude-opus-4-5"),
        ("claude-opus-4-20250514", "claude-opus-4"),
        ("claude-opus-4@20250514", "claude-opus-4"),
        ("claude-opus-4-1@20250805", "claude-opus-4"),
        ("anthropic.claude-opus-4-1-20250805-v1:0", "claude-opus-4"),
        ("eu.anthropic.claude-sonnet-4-6", "claude-sonnet-4-6"),
        (
            "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-7-v1:0",
            "claude-opus-4-7",
        ),
        ("anthropic/claude-opus-4.6", "claude-opus-4-6"),
        ("publishers/anthropic/models/claude-3-7-sonnet@20250219", "claude-3-7"),
        ("claude-sonnet-5-5", "claude"),
        ("claude-mythos-preview", "claude"),
        ("openai/gpt-4o:extended", "gpt-4o"),
        ("ft:gpt-4o-mini-2024-07-18:org::id", "gpt-4o"),
        ("gpt-5.4-mini", "gpt-5"),
        ("gpt-5.2-chat-latest", "gpt-5.2-chat"),
        ("GPT-5", "gpt-5"),
        ("openai/gpt-oss-20b", "gpt-oss"),
        ("o3-mini", "o3"),
    ],
)
def test_what_stands_around_a_name_does_not_count(model: str, family: str):
    assert profile_of(model) is profiles()[family]


@pytest.mark.parametrize(
    "model", [None, "", "mistral-large", "o1ive", "gpt-50", "my-gpt-4o", "claudette", "chatgpt-4o"]
)
def test_a_name_that_only_looks_like_one_is_unknown(model: str | None):
    assert profile_of(model) == Profile()


@pytest.mark.parametrize("model", CLAUDE)
def test_every_model_of_anthropics_sdk_thinks_and_writes_at_length(model: str):
    """All that the SDK still names do; a short bound would cut answers that nobody bounded."""
    profile = profile_of(model)
    assert profile.reasoning in ("budget", "adaptive")
    assert profile.max_output >= 32000
    # Budgets went before the sampling parameters did, and neither came back.
    assert profile.sampling or profile.reasoning == "adaptive"


@pytest.mark.parametrize("model", strings(ChatModel))
def test_every_model_of_openais_sdk_that_reasons_is_told_so_by_effort(model: str):
    profile = profile_of(model)
    assert (profile.reasoning == "effort") is bool(REASONING.match(model))
    assert profile.reasoning != "effort" or not profile.sampling
