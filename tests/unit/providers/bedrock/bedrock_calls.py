"""Calls, keys and providers for the tests of Bedrock, and a client that answers from a list."""

from typing import Any

from ai_gateway.core.call import Call
from ai_gateway.core.headers import Headers
from ai_gateway.core.operation import Operation
from ai_gateway.providers.address import Address
from ai_gateway.providers.bedrock.authority import Requests, SignedRequests
from ai_gateway.providers.bedrock.credentials import FixedKey
from ai_gateway.providers.bedrock.embedder import BedrockEmbedder
from ai_gateway.providers.bedrock.profiles import InferenceProfiles
from ai_gateway.providers.bedrock.provider import Bedrock
from ai_gateway.providers.bedrock.runtime import Runtime
from ai_gateway.providers.bedrock.signature import AccessKey
from ai_gateway.transport.errors import TransportError
from ai_gateway.transport.request import Request

KEY = AccessKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
NOW = 1_760_000_000.0
REGION = "us-east-1"
ARN = "arn:aws:bedrock:eu-west-1:000000000000:application-inference-profile/abc"


class ScriptedBody:
    """A body that is whole."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def read(self, limit: int) -> bytes:
        assert len(self._content) <= limit
        return self._content


class ScriptedResponse:
    """One answer."""

    def __init__(
        self, status: int, body: bytes, headers: list[tuple[bytes, bytes]] | None = None
    ) -> None:
        self.status = status
        self.headers = headers or []
        self.body = ScriptedBody(body)


class ScriptedClient:
    """Gives its answers in order, raises those that are errors, and remembers what was asked."""

    def __init__(self, *answers: ScriptedResponse | TransportError) -> None:
        self._answers = list(answers)
        self.requests: list[Request] = []

    async def send(self, request: Request) -> ScriptedResponse:
        self.requests.append(request)
        answer = self._answers.pop(0)
        if isinstance(answer, TransportError):
            raise answer
        return answer


def signed_requests() -> SignedRequests:
    return SignedRequests(FixedKey(KEY), lambda: NOW)


def bedrock(
    client: Any = None, base_url: str | None = None, requests: Requests | None = None
) -> Bedrock:
    """Return a provider at Amazon's own addresses, or with everything at `base_url`."""
    made = requests or signed_requests()
    address = None if base_url is None else Address.parse(base_url)
    profiles = InferenceProfiles(client, made, "bedrock", address)
    runtime = Runtime("bedrock", REGION, made, profiles, address)
    return Bedrock(runtime, BedrockEmbedder(runtime, client))


def call(
    operation: Operation = Operation.CONVERSE,
    *,
    model: str | None = "amazon.nova-pro-v1:0",
    body: Any = b"{}",
    stream: bool = False,
) -> Call:
    """Return a call as it is when the translation has been at it."""
    return Call(
        id="1",
        method="POST",
        path="/converse",
        raw_path=b"/converse",
        query=b"",
        headers=Headers([(b"authorization", b"Bearer of the caller"), (b"x-secret", b"1")]),
        operation=operation,
        dialect="openai-chat",
        body=body,
        started=0.0,
        model=model,
        stream=stream,
    )
