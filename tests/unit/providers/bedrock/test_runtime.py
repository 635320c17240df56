"""Requests for the actions of models, at the region where each model is."""

import pytest

from ai_gateway.providers.bedrock.model_id import parse_model
from ai_gateway.providers.bedrock.profiles import InferenceProfiles
from ai_gateway.providers.bedrock.runtime import Runtime
from tests.unit.providers.bedrock.bedrock_calls import (
    ARN,
    ScriptedClient,
    ScriptedResponse,
    signed_requests,
)

pytestmark = pytest.mark.anyio
BEHIND = b'{"models":[{"modelArn":"arn:aws:bedrock:eu-west-1::foundation-model/a.b"}]}'


def runtime(*answers: ScriptedResponse) -> Runtime:
    client, requests = ScriptedClient(*answers), signed_requests()
    profiles = InferenceProfiles(client, requests, "bedrock")  # pyright: ignore[reportArgumentType]
    return Runtime("bedrock", "us-east-1", requests, profiles)


@pytest.mark.parametrize(("model", "region"), [("a.b", "us-east-1"), (ARN, "eu-west-1")])
async def test_a_request_goes_to_the_models_region(model: str, region: str):
    name = parse_model(model)
    request = await runtime().request(name, b"invoke", b"{}")
    assert request.origin.host == f"bedrock-runtime.{region}.amazonaws.com"
    assert request.target == b"/model/%b/invoke" % name.segment


async def test_the_name_behind_a_profile_is_asked_for():
    assert await runtime(ScriptedResponse(200, BEHIND)).own_name(ARN) == "a.b"
    assert await runtime().own_name("us.a.b") == "a.b"
