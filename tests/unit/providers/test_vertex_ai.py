"""Vertex AI: Google's models and Anthropic's."""

import json

import msgspec
import pytest

from ai_gateway.core.operation import Operation
from ai_gateway.providers.contract import Target
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.providers.vertex_ai import VertexAI
from ai_gateway.providers.vertex_settings import VertexSettings
from tests.unit.providers.google_calls import ENTRY, Fixed, call


def vertex(location: str = "global", base_url: str | None = None) -> VertexAI:
    return VertexAI(
        "vertex-ai",
        msgspec.structs.replace(ENTRY, base_url=None),
        ProviderSettings(base_url=base_url),
        VertexSettings(project="p", location=location),
        Fixed(),
    )


PLACE = b"/v1/projects/p/locations/global/publishers"


def members(body: object) -> dict[str, object]:
    assert isinstance(body, bytes)
    return json.loads(body)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("global", "aiplatform.googleapis.com"),
        ("eu", "aiplatform.eu.rep.googleapis.com"),
        ("europe-west4", "europe-west4-aiplatform.googleapis.com"),
    ],
)
async def test_each_location_has_its_host(location: str, host: str):
    provider = vertex(location)
    request = await provider.prepare(call("/v1/generateContent"), Target(provider))
    assert request.origin.host == host
    assert f"/locations/{location}/".encode() in request.target


@pytest.mark.anyio
async def test_an_address_of_the_operators_stands():
    provider = vertex(base_url="http://127.0.0.1:9/proxy")
    request = await provider.prepare(call("/v1/generateContent"), Target(provider))
    assert request.origin.port == 9
    assert request.target.startswith(b"/proxy/v1/projects/p/")


@pytest.mark.anyio
async def test_gemini_is_called_by_its_method():
    provider = vertex()
    asked = call("/v1/generateContent", b'{"contents":[]}', stream=True)
    request = await provider.prepare(asked, Target(provider, "gemini-y"))
    assert request.target == PLACE + b"/google/models/gemini-y:streamGenerateContent?alt=sse"
    assert request.body == b'{"contents":[]}'


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("stream", "method"), [(False, b"rawPredict"), (True, b"streamRawPredict")]
)
async def test_claude_is_called_in_its_own_dialect(stream: bool, method: bytes):
    provider = vertex()
    asked = call(
        "/v1/messages",
        b'{"model":"claude","max_tokens":5,"note":"\\ud83d"}',
        operation=Operation.MESSAGES,
        stream=stream,
    )
    request = await provider.prepare(asked, Target(provider, "claude-sonnet@20250929"))
    assert request.target == PLACE + b"/anthropic/models/claude-sonnet@20250929:" + method
    assert members(request.body) == {
        "max_tokens": 5,
        "note": "\ufffd",
        "anthropic_version": "vertex-2023-10-16",
    }


@pytest.mark.anyio
async def test_a_version_of_the_callers_stands():
    provider = vertex()
    body = b'{"model":"claude","anthropic_version":"vertex-2030"}'
    asked = call("/v1/messages", body, operation=Operation.MESSAGES)
    request = await provider.prepare(asked, Target(provider))
    assert members(request.body) == {"anthropic_version": "vertex-2030"}


@pytest.mark.anyio
async def test_tokens_are_counted_at_one_address_for_all_models():
    provider = vertex()
    asked = call("/v1/messages/count_tokens", b'{"model":"a"}', operation=Operation.COUNT_TOKENS)
    request = await provider.prepare(asked, Target(provider, "claude-x"))
    assert request.target == PLACE + b"/anthropic/models/count-tokens:rawPredict"
    assert members(request.body)["model"] == "claude-x"


@pytest.mark.anyio
async def test_any_other_call_goes_where_it_says():
    provider = vertex()
    request = await provider.prepare(call("/v1/cachedContents", model=None), Target(provider))
    assert request.target == b"/v1/projects/p/locations/global/cachedContents"


@pytest.mark.anyio
async def test_a_count_of_geminis_is_not_nested():
    provider = vertex()
    nested = {"model": "models/m", "contents": [], "tools": [], "toolConfig": {}, "labels": {}}
    body = json.dumps({"generateContentRequest": nested}).encode()
    asked = call("/v1/countTokens", body, operation=Operation.COUNT_TOKENS)
    request = await provider.prepare(asked, Target(provider))
    assert request.target == PLACE + b"/google/models/gemini-x:countTokens"
    assert members(request.body) == {"contents": [], "tools": []}


@pytest.mark.anyio
async def test_a_count_that_is_flat_already_is_left_alone():
    provider = vertex()
    request = await provider.prepare(call("/v1/countTokens", b'{"contents":[]}'), Target(provider))
    assert request.body == b'{"contents":[]}'
