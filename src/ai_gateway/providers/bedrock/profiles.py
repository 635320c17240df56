"""Which model is behind an application's inference profile, asked once for each."""

import asyncio

import msgspec

from ai_gateway.core.errors import NotFound, ProviderError, ProviderMisbehaved
from ai_gateway.dialects.bedrock_converse.error_reader import read_error
from ai_gateway.providers.address import Address
from ai_gateway.providers.bedrock import endpoints
from ai_gateway.providers.bedrock.authority import Requests
from ai_gateway.providers.bedrock.model_id import ModelId, parse_model
from ai_gateway.providers.failures import failure
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TransportError

_LARGEST_ANSWER = 64 * 1024
"""Bytes of an answer of the control plane; a profile of a few regions has about 1 KB."""

_MOST_PROFILES = 10_000
"""Names that are remembered. Callers choose them, so that they must not add up without end."""


class _Model(msgspec.Struct):
    model_arn: str = msgspec.field(name="modelArn")


class _Profile(msgspec.Struct):
    models: list[_Model]


class InferenceProfiles:
    """Resolves the ARNs of profiles by GetInferenceProfile, and remembers what it learned.

    A profile cannot be changed after it was made, so that nothing that is remembered grows old.
    Calls that ask for one at the same time share one question; one that fails is asked again.
    """

    def __init__(
        self, client: Client, requests: Requests, provider: str, address: Address | None = None
    ) -> None:
        self._client = client
        self._requests = requests
        self._provider = provider
        self._address = address
        self._known: dict[str, str] = {}
        self._lock = asyncio.Lock()

    async def model(self, name: ModelId, region: str) -> str:
        """Return the own id of the model behind `name`; what says it itself is not asked.

        Raises `NotFound` where there is no such profile, `ProviderError` where Bedrock does not
        say: the credential needs `bedrock:GetInferenceProfile`.
        """
        if name.model is not None:
            return name.model
        if not name.is_profile:
            return name.text
        known = self._known.get(name.text)
        if known is not None:
            return known
        async with self._lock:
            known = self._known.get(name.text)
            if known is None:
                known = await self._ask(name, name.region or region)
                if len(self._known) >= _MOST_PROFILES:
                    self._known.clear()
                self._known[name.text] = known
        return known

    async def _ask(self, name: ModelId, region: str) -> str:
        path = b"/inference-profiles/" + name.segment
        address = self._address or endpoints.control(region)
        request = await self._requests.make(address, region, "GET", path, b"")
        try:
            response = await self._client.send(request)
            body = await response.body.read(_LARGEST_ANSWER)
        except TransportError as error:
            raise failure(error, self._provider) from error
        if response.status != 200:
            raise self._refused(name, response.status, body)
        try:
            found = msgspec.json.decode(body, type=_Profile)
            arn = found.models[0].model_arn
        except (msgspec.DecodeError, IndexError) as error:
            raise ProviderMisbehaved(
                "Bedrock answered for an inference profile without the models behind it.",
                provider=self._provider,
            ) from error
        return parse_model(arn).model or arn

    def _refused(self, name: ModelId, status: int, body: bytes) -> NotFound | ProviderError:
        said = read_error(status, body, self._provider).message
        if status == 404:
            return NotFound(
                f"There is no inference profile {name.text!r}: {said} Name another model.",
                field="model",
                provider=self._provider,
            )
        return ProviderError(
            f"Bedrock does not say which model is behind {name.text!r}: {said} The gateway's"
            " credential needs the permission bedrock:GetInferenceProfile.",
            field="model",
            provider=self._provider,
            status=status,
        )
