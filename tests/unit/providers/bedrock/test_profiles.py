"""Inference profiles, resolved once."""

import asyncio
from typing import Any

import pytest

from ai_gateway.core.errors import GatewayError, NotFound, ProviderError, ProviderMisbehaved
from ai_gateway.providers.bedrock.model_id import parse_model
from ai_gateway.providers.bedrock.profiles import InferenceProfiles
from ai_gateway.transport.errors import ConnectFailed
from tests.unit.providers.bedrock.bedrock_calls import (
    ARN,
    REGION,
    ScriptedClient,
    ScriptedResponse,
    signed_requests,
)

FOUND = (
    b'{"models":[{"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0"},'
    b'{"modelArn":"arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-pro-v1:0"}]}'
)

CUSTOM = "arn:aws:bedrock:us-east-1:1:custom-model/x"


def profiles(client: Any) -> InferenceProfiles:
    return InferenceProfiles(client, signed_requests(), "bedrock")


@pytest.mark.anyio
async def test_a_profile_is_asked_for_once_where_its_arn_says() -> None:
    client = ScriptedClient(ScriptedResponse(200, FOUND))
    known = profiles(client)
    names = await asyncio.gather(*(known.model(parse_model(ARN), REGION) for _ in range(3)))
    assert names == ["amazon.nova-pro-v1:0"] * 3
    (request,) = client.requests
    assert request.origin.host == "bedrock.eu-west-1.amazonaws.com"
    assert (request.method, request.target) == (
        "GET",
        b"/inference-profiles/" + parse_model(ARN).segment,
    )


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("us.amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0"),
        (
            "arn:aws:bedrock:us-east-1:1:custom-model/x",
            "arn:aws:bedrock:us-east-1:1:custom-model/x",
        ),
    ],
)
async def test_what_is_no_applications_profile_is_not_asked_for(name: str, model: str) -> None:
    assert await profiles(ScriptedClient()).model(parse_model(name), REGION) == model


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (ScriptedResponse(404, b'{"message":"None such."}'), NotFound),
        (ScriptedResponse(403, b'{"message":"Not you."}'), ProviderError),
        (ScriptedResponse(200, b'{"models":[]}'), ProviderMisbehaved),
        (ScriptedResponse(200, b"<html>"), ProviderMisbehaved),
        (ConnectFailed("no"), GatewayError),
    ],
)
async def test_a_failure_is_told_and_asked_again(answer: Any, kind: type[GatewayError]) -> None:
    known = profiles(ScriptedClient(answer, ScriptedResponse(200, FOUND)))
    with pytest.raises(kind):
        await known.model(parse_model(ARN), REGION)
    assert await known.model(parse_model(ARN), REGION) == "amazon.nova-pro-v1:0"
