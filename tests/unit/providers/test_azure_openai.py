"""Azure OpenAI is called by deployment, in the v1 API and by deployment URLs."""

import json

import pytest

from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidRequest
from ai_gateway.providers.azure_openai import AzureOpenAI
from ai_gateway.providers.catalogue import catalogue
from ai_gateway.providers.contract import Target
from ai_gateway.providers.credential import Key
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.transport.request import Request
from tests.unit.core.calls import call_with, passing_through

pytestmark = pytest.mark.anyio

VERSION = b"api-version=2024-10-21"


def azure(api_version: str | None, **deployments: str) -> AzureOpenAI:
    said: dict[str, object] = {"base_url": "https://r.openai.azure.com/"}
    if api_version is not None:
        said["azure"] = {"api_version": api_version, "deployments": deployments}
    settings = ProviderSettings.model_validate(said)
    return AzureOpenAI("azure-openai", catalogue()["azure-openai"], settings, Key("api-key", "k"))


async def asked(
    api_version: str, call: Call, model: str | None = None, **deployments: str
) -> Request:
    provider = azure(api_version, **deployments)
    return await provider.prepare(call, Target(provider, model))


async def dated(call: Call, model: str | None = None, **deployments: str) -> Request:
    return await asked("2024-10-21", call, model, **deployments)


async def test_the_v1_api_is_called_by_default_and_takes_the_path_as_it_is():
    provider = azure(None)
    request = await provider.prepare(call_with(query=b"a=1"), Target(provider))
    assert request.target == b"/openai/v1/chat/completions?a=1"
    assert request.headers[-1] == (b"api-key", b"k")


async def test_a_dated_version_stands_behind_a_deployment_url():
    request = await dated(call_with())
    assert request.target == b"/openai/deployments/m/chat/completions?" + VERSION


async def test_what_is_of_no_deployment_stands_below_the_resource():
    request = await dated(passing_through(query=b"limit=2"))
    assert request.target == b"/openai/files?limit=2&" + VERSION


@pytest.mark.parametrize("query", [b"api-version=2025-01-01", b"a=1&api-version=2025-01-01"])
async def test_a_version_of_the_callers_own_stands(query: bytes):
    assert (await dated(passing_through(query=query))).target == b"/openai/files?" + query


@pytest.mark.parametrize("query", [b"x-api-version=1", b"api-versions=1", b"a=api-version%3D1"])
async def test_a_parameter_that_only_looks_like_a_version_is_none(query: bytes):
    request = await dated(passing_through(query=query))
    assert request.target == b"/openai/files?" + query + b"&" + VERSION


@pytest.mark.parametrize("api_version", ["v1", "2024-10-21"])
async def test_a_deployment_of_another_name_takes_the_models_place(api_version: str):
    request = await asked(api_version, call_with(), m="prod")
    assert isinstance(request.body, bytes)
    assert json.loads(request.body) == {"model": "prod"}


async def test_a_deployment_of_another_name_stands_in_the_url():
    request = await dated(call_with(), m="prod")
    assert request.target == b"/openai/deployments/prod/chat/completions?" + VERSION


@pytest.mark.parametrize("deployments", [{}, {"m": "prod"}])
async def test_the_targets_model_goes_before_the_calls(deployments: dict[str, str]):
    request = await dated(call_with(), "gpt-5", **deployments)
    assert request.target.startswith(b"/openai/deployments/gpt-5/")
    assert request.body == b'{"model":"gpt-5"}'


@pytest.mark.parametrize(
    ("model", "segment"),
    [
        ("a/b", b"a%2Fb"),
        ("../../x", b"..%2F..%2Fx"),
        ("a b?c#d%2F", b"a%20b%3Fc%23d%252F"),
        ("m\xe9\U0001f600", b"m%C3%A9%F0%9F%98%80"),
        ("gpt-4.1", b"gpt-4.1"),
        ("...", b"..."),
    ],
)
async def test_a_deployment_is_one_segment_whatever_its_name(model: str, segment: bytes):
    request = await dated(call_with(model=model))
    assert request.target == b"/openai/deployments/" + segment + b"/chat/completions?" + VERSION


@pytest.mark.parametrize("model", [".", ".."])
async def test_a_name_that_would_change_the_path_is_refused(model: str):
    with pytest.raises(InvalidRequest, match="cannot be a deployment of azure-openai") as refused:
        await dated(call_with(model=model))
    assert (refused.value.field, refused.value.provider) == ("model", "azure-openai")


@pytest.mark.parametrize("model", [None, ""])
async def test_a_deployment_url_needs_a_model(model: str | None):
    call = passing_through(path="/v1/audio/speech", raw_path=b"/v1/audio/speech", model=model)
    with pytest.raises(InvalidRequest, match=r"azure\.api_version to v1") as refused:
        await dated(call)
    assert refused.value.field == "model"


async def test_the_v1_api_needs_no_model():
    call = passing_through(path="/v1/audio/speech", raw_path=b"/v1/audio/speech")
    assert (await asked("v1", call)).target == b"/openai/v1/audio/speech"


@pytest.mark.parametrize("api_version", ["v1", "2024-10-21"])
async def test_a_path_that_climbs_is_refused(api_version: str):
    call = passing_through(raw_path=b"/v1/%2e%2e/x", path="/v1/../x")
    with pytest.raises(InvalidRequest, match="segment"):
        await asked(api_version, call)
