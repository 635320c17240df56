"""Bedrock in one region, and in those that callers' ARNs name: signed requests, and names."""

from ai_gateway.providers.address import Address
from ai_gateway.providers.bedrock import endpoints
from ai_gateway.providers.bedrock.authority import Requests
from ai_gateway.providers.bedrock.model_id import ModelId, parse_model
from ai_gateway.providers.bedrock.profiles import InferenceProfiles
from ai_gateway.transport.request import Request


class Runtime:
    """Makes requests for the actions of models. `address` is None for Amazon's own."""

    def __init__(
        self,
        name: str,
        region: str,
        requests: Requests,
        profiles: InferenceProfiles,
        address: Address | None = None,
    ) -> None:
        self.name = name
        self._region = region
        self._requests = requests
        self._profiles = profiles
        self._address = address
        self._addresses: dict[str, Address] = {}

    async def request(self, name: ModelId, action: bytes, body: bytes) -> Request:
        """Return the signed request of an action on a model: `converse`, `invoke` and so on."""
        region = name.region or self._region
        address = self._address or self._addresses.get(region)
        if address is None:
            address = self._addresses[region] = endpoints.runtime(region)
        path = b"/model/%b/%b" % (name.segment, action)
        return await self._requests.make(address, region, "POST", path, body)

    async def own_name(self, model: str) -> str:
        """Return the own id of the model behind a name, for its profile and its price.

        Raises `NotFound` and `ProviderError` where an inference profile cannot be resolved.
        """
        return await self._profiles.model(parse_model(model), self._region)
