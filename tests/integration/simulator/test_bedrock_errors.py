"""Bedrock's refusals and failures, as the exceptions that boto3 raises for them."""

import json
from contextlib import closing
from typing import Any

import pytest
from botocore.exceptions import ClientError, EventStreamError

from ai_gateway.simulator.directive import STATUSES
from ai_gateway.simulator.server import Simulator
from tests.integration.simulator.bedrock_client import with_bedrock
from tests.integration.simulator.http_exchange import ask

HELLO: list[Any] = [{"role": "user", "content": [{"text": "hello"}]}]
MODELLED = {
    400: "ValidationException",
    403: "AccessDeniedException",
    404: "ResourceNotFoundException",
    408: "ModelTimeoutException",
    409: "ConflictException",
    429: "ThrottlingException",
    500: "InternalServerException",
    503: "ServiceUnavailableException",
}


async def raised(simulator: Simulator, model: str, **credentials: Any) -> Any:
    """Return what boto3 raises for a call of `model`: its status, and the error's code and text."""

    def call(client: Any) -> Any:
        with pytest.raises(ClientError) as caught:
            client.converse(modelId=model, messages=HELLO)
        response: Any = caught.value.response
        name = response["Error"]["Code"]
        if name in MODELLED.values():
            assert isinstance(caught.value, getattr(client.exceptions, name))
        return response

    return await with_bedrock(simulator, call, **credentials)


@pytest.mark.anyio
@pytest.mark.parametrize("status", STATUSES)
async def test_every_status(simulator: Simulator, status: int) -> None:
    error = await raised(simulator, f"claude@status={status}")
    assert error["ResponseMetadata"]["HTTPStatusCode"] == status
    if status in MODELLED:
        assert error["Error"]["Code"] == MODELLED[status]
    assert error["Error"]["Message"]


@pytest.mark.anyio
async def test_a_wrong_secret(simulator: Simulator) -> None:
    error = await raised(simulator, "claude", secret_key="wrong")
    assert error["Error"]["Code"] == "InvalidSignatureException"
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 403


@pytest.mark.anyio
async def test_an_unknown_signer(simulator: Simulator) -> None:
    for wrong in ({"access_key": "AKIAUNKNOWN"}, {"session_token": "not a role's"}):
        error = await raised(simulator, "claude", **wrong)
        assert error["Error"]["Code"] == "UnrecognizedClientException"


@pytest.mark.anyio
async def test_api_keys_and_no_key(simulator: Simulator) -> None:
    body = json.dumps({"messages": HELLO}).encode()
    path = "/model/claude/converse"
    json_type = {"content-type": "application/json"}
    status, answer = await ask(simulator, "POST", path, body, json_type)
    assert (status, answer["message"]) == (403, "Missing Authentication Token")
    for key, expected in (("good", 200), ("invalid", 403)):
        headers = json_type | {"authorization": f"Bearer {key}"}
        assert (await ask(simulator, "POST", path, body, headers))[0] == expected


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("directives", "code"),
    [
        ("error-first", "modelStreamErrorException"),
        ("error-after=2", "modelStreamErrorException"),
        ("error-after=2;status=429", "throttlingException"),
        ("error-after=2;status=400", "validationException"),
        ("error-after=2;status=500", "internalServerException"),
        ("error-after=2;status=503", "serviceUnavailableException"),
    ],
)
async def test_an_exception_inside_a_stream(
    simulator: Simulator, directives: str, code: str
) -> None:
    def call(client: Any) -> list[Any]:
        stream = client.converse_stream(modelId=f"claude@{directives}", messages=HELLO)["stream"]
        seen: list[Any] = []
        with closing(stream), pytest.raises(EventStreamError) as caught:
            seen.extend(stream)
        response: Any = caught.value.response
        assert response["Error"]["Code"] == code
        return seen

    seen = await with_bedrock(simulator, call)
    assert len(seen) == (0 if directives == "error-first" else 2)


@pytest.mark.anyio
async def test_unknown_models_and_refused_bodies(simulator: Simulator) -> None:
    error = await raised(simulator, "nonexistent")
    assert error["Error"]["Message"] == "The provided model identifier is invalid."
    wrong = [{"role": "assistant", "content": [{"text": "hello"}]}]
    with pytest.raises(ClientError, match="must start with a user message"):
        await with_bedrock(simulator, lambda client: client.converse(modelId="x", messages=wrong))
