"""Requests cross `openai-responses` and come back whole, in the form that OpenAI's SDK types."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from openai.types.responses.response_create_params import (
    ResponseCreateParamsNonStreaming,
    ResponseCreateParamsStreaming,
)

from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Reasoning, Request, Sampling
from ai_gateway.dialects.neutral.tool import Choice, Named, WebSearch
from ai_gateway.dialects.openai_responses.caller import ResponsesCaller
from ai_gateway.dialects.openai_responses.provider import ResponsesProvider
from tests.conformance.dialects.translation import neutral_strategies as neutral
from tests.conformance.dialects.translation.responses_strategies import (
    CITED_TEXTS,
    OWN_THOUGHTS,
    SEARCHES,
)
from tests.conformance.dialects.translation.typed_params import check_params

PROFILE = Profile(reasoning="effort")

MESSAGES = st.lists(
    neutral.messages("system", neutral.TEXTS)
    | neutral.messages("developer", neutral.TEXTS)
    | neutral.messages(
        "user", neutral.TEXTS | neutral.IMAGES | neutral.DOCUMENTS | neutral.TOOL_RESULTS
    )
    | neutral.messages(
        "assistant",
        CITED_TEXTS | neutral.REFUSALS | neutral.TOOL_CALLS | OWN_THOUGHTS | SEARCHES,
    ),
    max_size=4,
).map(tuple)

WEB_SEARCHES = st.builds(
    WebSearch,
    allowed_domains=st.lists(neutral.NAMES, max_size=2).map(tuple),
    country=st.none() | st.just("NZ"),
    context_size=st.sampled_from((None, "low", "high")),
)
EFFORTS = st.sampled_from(("none", "minimal", "low", "medium", "high", "xhigh", "max"))

REQUESTS = st.builds(
    Request,
    model=neutral.NAMES,
    messages=MESSAGES,
    tools=st.lists(neutral.FUNCTIONS | WEB_SEARCHES, min_size=1, max_size=3).map(tuple),
    tool_choice=st.none()
    | st.builds(Choice, st.sampled_from(("auto", "none", "required")))
    | st.builds(
        Choice,
        st.sampled_from(("auto", "required")),
        st.lists(neutral.NAMES, min_size=1, max_size=2).map(tuple),
    )
    | st.builds(Named, neutral.NAMES),
    parallel_tool_calls=st.none() | st.booleans(),
    output=st.none() | neutral.OUTPUT_FORMATS,
    max_tokens=st.none() | st.integers(16, 10**5),
    sampling=st.builds(
        Sampling, temperature=st.none() | st.floats(0, 2), top_p=st.none() | st.floats(0, 1)
    ),
    top_logprobs=st.none() | st.integers(0, 20),
    reasoning=st.none()
    | st.builds(Reasoning, effort=EFFORTS, summary=st.sampled_from((None, "auto", "detailed"))),
    stream=st.booleans(),
    service_tier=st.sampled_from((None, "flex", "priority")),
    user=st.none() | neutral.NAMES,
    metadata=st.none() | st.dictionaries(neutral.NAMES, neutral.WORDS, max_size=2),
    cache_key=st.none() | neutral.NAMES,
    verbosity=st.sampled_from((None, "low", "high")),
    previous=st.none() | neutral.NAMES,
    store=st.booleans(),
)


def canonical(request: Request) -> Request:
    return msgspec.structs.replace(request, messages=neutral.merged(request.messages))


@settings(max_examples=30, deadline=None)
@given(REQUESTS)
def test_a_request_comes_back_as_it_was(request: Request):
    written = ResponsesProvider().write_request(request, PROFILE)
    assert written.dropped == ()
    assert canonical(ResponsesCaller().read_request(written.body)) == canonical(request)


@settings(max_examples=30, deadline=None)
@given(REQUESTS)
def test_a_request_is_one_that_the_sdk_could_have_sent(request: Request):
    body = msgspec.json.decode(ResponsesProvider().write_request(request, PROFILE).body)
    kind = ResponseCreateParamsStreaming if request.stream else ResponseCreateParamsNonStreaming
    check_params(kind, body)
