"""Embeddings from the Gemini API."""

import json

import pytest

from ai_gateway.core.errors import GatewayError, ProviderUnreachable
from ai_gateway.core.operation import Operation
from ai_gateway.core.reply import Reply
from ai_gateway.core.usage import Usage
from ai_gateway.providers.contract import Target
from ai_gateway.providers.google import make_google
from ai_gateway.transport.errors import ConnectFailed, TransportError
from ai_gateway.transport.response import Response
from tests.unit.core.calls import call_with
from tests.unit.providers.blueprints import blueprint
from tests.unit.providers.wire import ScriptedClient, response

pytestmark = pytest.mark.anyio
JSON = b"application/json"
VECTOR = b'{"embeddings":[{"values":[1.0]}],"usageMetadata":{"promptTokenCount":3}}'


async def embed(client: ScriptedClient) -> Reply:
    google = make_google(blueprint("google", "google", client, api_key="key"))
    assert google.embed is not None
    body = json.dumps({"model": "e", "input": "a", "dimensions": 1}).encode()
    made = call_with(body=body, model="e", operation=Operation.EMBEDDINGS, query=b"a=b")
    return await google.embed(made, Target(google))


async def test_the_texts_are_asked_for_where_the_model_is():
    client = ScriptedClient(response(200, JSON, VECTOR))
    reply = await embed(client)
    assert isinstance(reply.body, bytes)
    assert json.loads(reply.body)["data"][0]["embedding"] == [1.0]
    assert reply.meter is not None
    assert reply.meter.usage == Usage(input_tokens=3)
    (request,) = client.requests
    assert request.target == b"/v1beta/models/e:batchEmbedContents"
    assert (b"x-goog-api-key", b"key") in request.headers
    assert isinstance(request.body, bytes)
    assert request.body_length == len(request.body)


@pytest.mark.parametrize(
    ("answer", "kind", "status"),
    [
        (response(429, JSON, b'{"error":{"message":"Slow."}}'), GatewayError, 429),
        (ConnectFailed("no"), ProviderUnreachable, 502),
    ],
)
async def test_one_failure_fails_the_call(
    answer: Response | TransportError, kind: type[GatewayError], status: int
):
    with pytest.raises(kind) as failed:
        await embed(ScriptedClient(answer))
    assert failed.value.status == status
