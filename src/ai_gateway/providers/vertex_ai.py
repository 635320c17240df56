"""Vertex AI: Google's own models, and Anthropic's in Anthropic's dialect."""

import msgspec

from ai_gateway.core.body import Body
from ai_gateway.core.call import Call
from ai_gateway.core.operation import Operation
from ai_gateway.dialects.gemini.provider import GeminiProvider
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.dialects.request import with_model
from ai_gateway.dialects.wire import decode_strictly
from ai_gateway.providers import google_path
from ai_gateway.providers.blueprint import Blueprint
from ai_gateway.providers.catalogue import CatalogueEntry
from ai_gateway.providers.catalogued import CataloguedProvider
from ai_gateway.providers.contract import Provider, Target
from ai_gateway.providers.credential import Credential
from ai_gateway.providers.foreign import Foreign, foreign_by, generating
from ai_gateway.providers.google_token import GoogleToken
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.providers.vertex_settings import VertexSettings

_ANTHROPIC_VERSION = "vertex-2023-10-16"
"""The only version that there is (`anthropic.lib.vertex`)."""

_ANTHROPIC = (Operation.MESSAGES, Operation.COUNT_TOKENS)

# google.cloud.aiplatform.v1.CountTokensRequest
_COUNTED = ("contents", "systemInstruction", "tools", "generationConfig")


class _Count(msgspec.Struct, rename="camel"):
    generate_content_request: dict[str, msgspec.Raw] = {}


_COUNT = msgspec.json.Decoder(_Count)
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])


class VertexAI(CataloguedProvider):
    """The models of one project at one location.

    Source: the client in `anthropic.lib.vertex`, and
    https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference
    """

    def __init__(
        self,
        name: str,
        entry: CatalogueEntry,
        said: ProviderSettings,
        vertex: VertexSettings,
        credential: Credential | None,
    ) -> None:
        self._place = f"/v1/projects/{vertex.project}/locations/{vertex.location}"
        address = said.base_url or _host(vertex.location)
        super().__init__(name, entry, said.model_copy(update={"base_url": address}), credential)
        self._gemini = generating(GeminiProvider(vertex=True))
        self._claude = foreign_by(Operation.MESSAGES, Quirks())

    def answers(self, operation: Operation, model: str | None) -> bool:
        """Tell whether it answers `operation`: that of the dialect of the model's maker."""
        if operation in _ANTHROPIC:
            return model is not None and _is_claude(model)
        return super().answers(operation, model)

    def foreign(self, model: str) -> Foreign | None:
        """Return how it answers for `model`, in the dialect of its maker."""
        return self._claude if _is_claude(model) else self._gemini

    def root(self, base_url: str) -> str:
        """Return the URL of the project at its location."""
        return base_url.rstrip("/") + self._place

    def locator(self, call: Call, target: Target) -> bytes:
        """Return the path of the model's method, or the call's own where it is for none."""
        # The path decides: tokens that a translated call counts are Gemini's.
        method = google_path.method(call)
        if method is not None:
            return b"/publishers/google/models/%b:%b" % (google_path.model(call, target), method)
        if call.operation is Operation.MESSAGES:
            raw = b"streamRawPredict" if call.stream else b"rawPredict"
            return b"/publishers/anthropic/models/%b:%b" % (google_path.model(call, target), raw)
        if call.operation is Operation.COUNT_TOKENS:
            return b"/publishers/anthropic/models/count-tokens:rawPredict"
        return super().locator(call, target)

    def body(self, call: Call, target: Target) -> Body:
        """Return the body with what Vertex AI wants of Anthropic's dialect in it.

        The version stands in the body there. The model stands in the path, but where tokens are
        counted.
        """
        model = target.model or call.model
        if not isinstance(call.body, bytes) or model is None:
            return call.body
        method = google_path.method(call)
        if method is not None:
            return _flat_count(call.body) if method == b"countTokens" else call.body
        if call.operation is Operation.MESSAGES:
            members = _members(with_model(call.body, model))
            del members["model"]
            return msgspec.json.encode(members)
        if call.operation is Operation.COUNT_TOKENS:
            return msgspec.json.encode(_members(with_model(call.body, model)))
        return super().body(call, target)


def _members(body: bytes) -> dict[str, msgspec.Raw]:
    members = decode_strictly(_MEMBERS, body)
    members.setdefault("anthropic_version", msgspec.Raw(msgspec.json.encode(_ANTHROPIC_VERSION)))
    return members


def _flat_count(body: bytes) -> bytes:
    """Return a count as Vertex AI takes it: what the Gemini API nests, and less of it."""
    nested = decode_strictly(_COUNT, body).generate_content_request
    if not nested:
        return body
    return msgspec.json.encode({name: nested[name] for name in _COUNTED if name in nested})


def _host(location: str) -> str:
    if location == "global":
        return "https://aiplatform.googleapis.com"
    if location in ("us", "eu"):
        return f"https://aiplatform.{location}.rep.googleapis.com"
    return f"https://{location}-aiplatform.googleapis.com"


def _is_claude(model: str) -> bool:
    return model.startswith("claude")


def make_vertex_ai(blueprint: Blueprint) -> Provider:
    """Return Vertex AI as `blueprint` describes it; see `ai_gateway.providers.builtin.Make`."""
    name, said = blueprint.name, blueprint.said
    if said.vertex is None:
        raise ValueError(f"providers.{name}.vertex is missing: only the operator knows the project")
    credential = GoogleToken(blueprint.client, said.vertex)
    return VertexAI(name, blueprint.entry, said, said.vertex, credential)
