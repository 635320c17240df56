"""Amazon Bedrock as a provider: Converse, CountTokens and the models that embed."""

from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidRequest
from ai_gateway.core.operation import Operation
from ai_gateway.providers.address import Address
from ai_gateway.providers.bedrock import endpoints
from ai_gateway.providers.bedrock.authority import Requests
from ai_gateway.providers.bedrock.model_id import ModelId, parse_model
from ai_gateway.providers.bedrock.profiles import InferenceProfiles
from ai_gateway.providers.contract import Provider, Target
from ai_gateway.providers.foreign import Foreign
from ai_gateway.transport.request import Request


class Bedrock:
    """Bedrock in one region, and in those that callers' ARNs name.

    The bodies that it takes are in its own dialect; the model and whether to stream stand in
    the path. `address` is None for Amazon's own. Nothing of a caller's header fields goes to
    AWS, and no caller's own key can: it could not be told from a key of the gateway's.
    """

    has_credential = True

    def __init__(
        self,
        name: str,
        region: str,
        operations: frozenset[Operation],
        requests: Requests,
        profiles: InferenceProfiles,
        address: Address | None = None,
    ) -> None:
        self.name = name
        # Callers of other dialects are answered once Converse is an operation of the gateway's.
        self.foreign: Foreign | None = None
        self.operations = operations
        self._region = region
        self._requests = requests
        self._profiles = profiles
        self._address = address
        self._addresses: dict[str, Address] = {}

    async def prepare(self, call: Call, target: Target) -> Request:
        """Return the request for `call`; see `ai_gateway.providers.contract.Provider`."""
        if target.custom_host is not None:
            raise InvalidRequest(
                f"{self.name} cannot be called at another host: its requests are signed for"
                " Amazon's. Leave x-portkey-custom-host out, or choose another provider.",
                field="x-portkey-custom-host",
                provider=self.name,
            )
        if not isinstance(call.body, bytes):
            raise InvalidRequest(
                f"{call.path} needs a JSON body.", field="body", provider=self.name
            )
        name = self._model(call, target)
        if call.operation is Operation.COUNT_TOKENS:
            # CountTokens takes the ids of models alone, and answers for no profile.
            own = await self._profiles.model(name, self._region)
            name = ModelId(own, name.region, own)
            return await self.request(name, b"count-tokens", call.body)
        return await self.request(
            name, b"converse-stream" if call.stream else b"converse", call.body
        )

    async def request(self, name: ModelId, action: bytes, body: bytes) -> Request:
        """Return the signed request of an action on a model: `converse`, `invoke` and so on."""
        region = name.region or self._region
        address = self._address or self._addresses.get(region)
        if address is None:
            address = self._addresses[region] = endpoints.runtime(region)
        path = b"/model/%b/%b" % (name.segment, action)
        return await self._requests.make(address, region, "POST", path, body)

    async def behind(self, model: str) -> str:
        """Return the own id of the model behind a name, for its profile and its price.

        Raises `NotFound` and `ProviderError` where an inference profile cannot be resolved.
        """
        return await self._profiles.model(parse_model(model), self._region)

    def _model(self, call: Call, target: Target) -> ModelId:
        model = target.model or call.model
        if not model:
            raise InvalidRequest(
                f"{self.name} needs a model, and the call names none. Name one in the body's"
                " `model`: an id, an inference profile's id, or an ARN.",
                field="model",
                provider=self.name,
            )
        return parse_model(model)


_: type[Provider] = Bedrock
