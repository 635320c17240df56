"""What a provider's own SDK would have to be given for a request to look so, strictly."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from anthropic.types.message_count_tokens_params import MessageCountTokensParams
from anthropic.types.message_create_params import MessageCreateParams
from openai.types.chat.completion_create_params import CompletionCreateParams
from openai.types.responses.response_create_params import ResponseCreateParams

from ai_gateway.simulator.recording import RecordedRequest
from tests.conformance.dialects.translation.typed_params import mistakes_of

_PARAMS: Mapping[str, Any] = {
    "/chat/completions": CompletionCreateParams,
    "/responses": ResponseCreateParams,
    "/messages": MessageCreateParams,
    "/messages/count_tokens": MessageCountTokensParams,
}


def mistakes_in(path: str, body: Any) -> list[str]:
    """Return what is wrong with `body` at `path`, by the typed parameters of the vendor's SDK.

    Nothing that they do not know may stand in it, and what they take as an iterable is an array.
    """
    endpoint = "/" + path.partition("/v1/")[2]
    return mistakes_of(_PARAMS[endpoint], body, "$")


def check_requests(requests: Iterable[RecordedRequest]) -> None:
    """Assert that what arrived is what an SDK of the provider's could have sent."""
    for request in requests:
        mistakes = mistakes_in(request.path, json.loads(request.body))
        assert not mistakes, f"{request.path}: {'; '.join(mistakes)}"
