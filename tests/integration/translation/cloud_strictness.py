"""The strict check of requests whose model stands in their path: those to Bedrock and to Google."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from anthropic.types.message_count_tokens_params import MessageCountTokensParams
from anthropic.types.message_create_params import MessageCreateParams
from google.genai import types
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from ai_gateway.simulator.recording import RecordedRequest
from tests.conformance.dialects.translation.bedrock_model import serialized
from tests.conformance.dialects.translation.gemini_form import GenerateContent, as_the_sdk_reads
from tests.conformance.dialects.translation.typed_params import mistakes_of
from tests.integration.translation import strictness

TOKENS = "/token"
"""Where Google's credentials are exchanged, which is no call of a caller's."""


class _Counted(BaseModel):
    """The body of `countTokens`, as the Gemini API takes it."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)

    contents: list[types.Content] | None = None
    generate_content_request: "_Named | None" = None


class _Named(GenerateContent):
    model: str


class _CountedAtVertex(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)

    contents: list[types.Content]
    system_instruction: types.Content | None = None
    tools: list[types.Tool] | None = None
    generation_config: types.GenerationConfig | None = None


def _converse(operation: str) -> Callable[[Any], list[str]]:
    def mistakes(body: Any) -> list[str]:
        try:
            serialized(operation, json.dumps(body).encode())
        except (AssertionError, ValueError) as error:
            return [str(error)]
        return []

    return mistakes


def _read_by(read: Callable[[bytes], object]) -> Callable[[Any], list[str]]:
    def mistakes(body: Any) -> list[str]:
        try:
            read(json.dumps(body).encode())
        except ValidationError as error:
            return [str(error)]
        return []

    return mistakes


def _message_at_google(body: Any) -> list[str]:
    """Check a message whose model the path names, and whose version the body does."""
    members = {name: value for name, value in body.items() if name != "anthropic_version"}
    mistakes = [] if len(members) < len(body) else ["$: missing 'anthropic_version'"]
    mistakes += ["$: unknown key 'model'"] if "model" in members else []
    return mistakes + mistakes_of(MessageCreateParams, {"model": "claude"} | members, "$")


def _count_of_claude_at_google(body: Any) -> list[str]:
    members = {name: value for name, value in body.items() if name != "anthropic_version"}
    mistakes = [] if len(members) < len(body) else ["$: missing 'anthropic_version'"]
    return mistakes + mistakes_of(MessageCountTokensParams, members, "$")


_CHECKS: Mapping[str, Callable[[Any], list[str]]] = {
    r"/model/.+/converse": _converse("Converse"),
    r"/model/.+/converse-stream": _converse("ConverseStream"),
    r"/model/.+/count-tokens": _converse("CountTokens"),
    r".*/models/[^/]+:(g|streamG)enerateContent": _read_by(as_the_sdk_reads),
    r"/v1beta/models/[^/]+:countTokens": _read_by(_Counted.model_validate_json),
    r"/v1/projects/.+:countTokens": _read_by(_CountedAtVertex.model_validate_json),
    r".*/publishers/anthropic/models/count-tokens:rawPredict": _count_of_claude_at_google,
    r".*/publishers/anthropic/models/[^/]+:(r|streamR)awPredict": _message_at_google,
}


def mistakes_in(path: str, body: Any) -> list[str]:
    """Return what is wrong with `body` at `path`, wherever its model stands."""
    for pattern, check in _CHECKS.items():
        if re.fullmatch(pattern, path):
            return check(body)
    return strictness.mistakes_in(path, body)


def check_requests(requests: Iterable[RecordedRequest]) -> None:
    """Assert that what arrived is what an SDK of the provider's could have sent."""
    for request in requests:
        mistakes = mistakes_in(request.path, json.loads(request.body))
        assert not mistakes, f"{request.path}: {'; '.join(mistakes)}"
