"""How an answer is to be generated."""

import msgspec
import pytest

from ai_gateway.dialects.gemini.generation import write_generation
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import (
    JsonObject,
    JsonSchema,
    Message,
    Reasoning,
    Request,
    Sampling,
)

BUDGET, LEVEL = Profile(reasoning="budget"), Profile(reasoning="effort")


def generation(profile: Profile = BUDGET, **members: object) -> tuple[object, list[str]]:
    dropped: dict[str, None] = {}
    request = Request(model="m", messages=(Message("user", (Text("a"),)),))
    config = write_generation(msgspec.structs.replace(request, **members), profile, dropped)
    return msgspec.json.decode(msgspec.json.encode(config)), list(dropped)


def test_nothing_said_is_nothing_written():
    assert generation() == (None, [])


def test_bounds_and_sampling_have_their_names():
    sampling = Sampling(0.5, 0.9, 40, 0.1, 0.2, 7)
    assert generation(sampling=sampling, max_tokens=9, stop=("x",), n=2, top_logprobs=3) == (
        {
            "temperature": 0.5,
            "topP": 0.9,
            "topK": 40,
            "frequencyPenalty": 0.1,
            "presencePenalty": 0.2,
            "seed": 7,
            "candidateCount": 2,
            "maxOutputTokens": 9,
            "stopSequences": ["x"],
            "responseLogprobs": True,
            "logprobs": 3,
        },
        [],
    )


def test_log_probabilities_of_the_chosen_tokens_alone():
    assert generation(top_logprobs=0)[0] == {"responseLogprobs": True}


def test_what_the_model_does_not_take_is_left_out_and_named():
    sampling = Sampling(temperature=1, top_k=4, logit_bias={"1": 1})
    config, dropped = generation(Profile(sampling=False), sampling=sampling)
    assert config is None
    assert dropped == ["sampling.temperature", "sampling.top_k", "sampling.logit_bias"]


@pytest.mark.parametrize(
    ("output", "config"),
    [
        (JsonObject(), {"responseMimeType": "application/json"}),
        (
            JsonSchema('{"const":1}', strict=True),
            {"responseMimeType": "application/json", "responseJsonSchema": {"enum": [1]}},
        ),
        (
            JsonSchema('{"type":"object"}', description="all"),
            {
                "responseMimeType": "application/json",
                "responseJsonSchema": {"description": "all", "type": "object"},
            },
        ),
        (
            JsonSchema('{"description":"own"}', description="all"),
            {
                "responseMimeType": "application/json",
                "responseJsonSchema": {"description": "own"},
            },
        ),
    ],
)
def test_the_form_of_the_answer_is_kept(output: object, config: object):
    assert generation(output=output) == (config, [])


@pytest.mark.parametrize(
    ("profile", "reasoning", "config"),
    [
        (BUDGET, Reasoning(budget=99), {"thinkingBudget": 99, "includeThoughts": True}),
        (BUDGET, Reasoning(adaptive=True), {"thinkingBudget": -1, "includeThoughts": True}),
        (BUDGET, Reasoning(effort="none"), {"thinkingBudget": 0}),
        (BUDGET, Reasoning(effort="minimal"), {"thinkingBudget": 1024}),
        (BUDGET, Reasoning(effort="low"), {"thinkingBudget": 1024}),
        (BUDGET, Reasoning(effort="medium"), {"thinkingBudget": 8192}),
        (BUDGET, Reasoning(effort="xhigh"), {"thinkingBudget": 24576}),
        (BUDGET, Reasoning(summary="auto"), {"includeThoughts": True}),
        (LEVEL, Reasoning(effort="minimal"), {"thinkingLevel": "MINIMAL"}),
        (LEVEL, Reasoning(effort="low"), {"thinkingLevel": "LOW"}),
        (LEVEL, Reasoning(effort="medium"), {"thinkingLevel": "MEDIUM"}),
        (LEVEL, Reasoning(effort="max"), {"thinkingLevel": "HIGH"}),
        (LEVEL, Reasoning(budget=1024), {"thinkingLevel": "LOW", "includeThoughts": True}),
        (LEVEL, Reasoning(budget=8192), {"thinkingLevel": "MEDIUM", "includeThoughts": True}),
        (LEVEL, Reasoning(budget=8193), {"thinkingLevel": "HIGH", "includeThoughts": True}),
        (LEVEL, Reasoning(adaptive=True), {"includeThoughts": True}),
    ],
)
def test_thinking_is_told_as_the_model_wants_it(
    profile: Profile, reasoning: Reasoning, config: object
):
    assert generation(profile, reasoning=reasoning) == ({"thinkingConfig": config}, [])


def test_a_model_that_always_thinks_is_told_to_do_it_least():
    assert generation(LEVEL, reasoning=Reasoning(effort="none")) == (
        {"thinkingConfig": {"thinkingLevel": "MINIMAL"}},
        ["reasoning.effort"],
    )


def test_a_model_that_does_not_think_is_not_told_how():
    assert generation(Profile(), reasoning=Reasoning(effort="high")) == (None, ["reasoning"])
    assert generation(Profile(), reasoning=Reasoning(effort="none")) == (None, [])
