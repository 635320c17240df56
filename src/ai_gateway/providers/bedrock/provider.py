"""Amazon Bedrock as a provider: Converse, CountTokens and the models that embed."""

import msgspec

from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidRequest
from ai_gateway.core.operation import Operation
from ai_gateway.dialects.bedrock_converse.maker import maker_of
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.providers.address import Address
from ai_gateway.providers.bedrock.authority import BearerRequests, Requests, SignedRequests
from ai_gateway.providers.bedrock.credentials import key_source
from ai_gateway.providers.bedrock.embedder import BedrockEmbedder
from ai_gateway.providers.bedrock.model_id import ModelId, parse_model
from ai_gateway.providers.bedrock.profiles import InferenceProfiles
from ai_gateway.providers.bedrock.runtime import Runtime
from ai_gateway.providers.bedrock.settings import BedrockSettings
from ai_gateway.providers.blueprint import Blueprint
from ai_gateway.providers.contract import Embed, Provider, Target
from ai_gateway.providers.foreign import Foreign, foreign_by
from ai_gateway.transport.request import Request


class Bedrock:
    """See `ai_gateway.providers.contract.Provider`.

    The bodies that it takes are in its own dialect; the model and whether to stream stand in
    the path. Nothing of a caller's header fields goes to AWS, and no caller's own key can: it
    could not be told from a key of the gateway's.
    """

    has_credential = True

    def __init__(self, runtime: Runtime, embed: Embed) -> None:
        self.name = runtime.name
        self.embed: Embed | None = embed
        self._runtime = runtime
        self._counted = foreign_by(Operation.CONVERSE, Quirks())
        self._estimated = msgspec.structs.replace(self._counted, counter=None)

    def answers(self, operation: Operation, model: str | None) -> bool:
        """Tell whether it answers `operation`: Converse alone, for every model."""
        del model
        return operation is Operation.CONVERSE

    def foreign(self, model: str) -> Foreign | None:
        """Return how it answers for `model`; of its models, Anthropic's alone can be counted for.

        https://docs.aws.amazon.com/bedrock/latest/userguide/count-tokens.html
        """
        return self._counted if maker_of(model) == "anthropic" else self._estimated

    async def own_name(self, model: str) -> str:
        """Return the own id of the model behind a name, an inference profile's for example."""
        return await self._runtime.own_name(model)

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
            own = await self._runtime.own_name(name.text)
            name = ModelId(own, name.region, own)
            return await self._runtime.request(name, b"count-tokens", call.body)
        action = b"converse-stream" if call.stream else b"converse"
        return await self._runtime.request(name, action, call.body)

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


def make_bedrock(blueprint: Blueprint) -> Provider:
    """Return Bedrock as `blueprint` describes it; see `ai_gateway.providers.builtin.Make`."""
    name, said, client = blueprint.name, blueprint.said, blueprint.client
    bedrock = said.bedrock
    if bedrock is None:
        raise ValueError(f"providers.{name}.bedrock is missing: only the operator knows the region")
    requests = _requests(blueprint, bedrock)
    profiles = InferenceProfiles(client, requests, name, _parsed(bedrock.control_url))
    runtime = Runtime(name, bedrock.region, requests, profiles, _parsed(said.base_url))
    return Bedrock(runtime, BedrockEmbedder(runtime, client))


def _requests(blueprint: Blueprint, bedrock: BedrockSettings) -> Requests:
    if blueprint.said.api_key is not None:
        return BearerRequests(blueprint.said.api_key.get_secret_value())
    return SignedRequests(key_source(blueprint.name, bedrock), blueprint.wall_clock)


def _parsed(url: str | None) -> Address | None:
    return None if url is None else Address.parse(url)
