"""Azure OpenAI: the v1 API, and deployment URLs with a dated `api-version`."""

from urllib.parse import quote

from ai_gateway.core.body import Body
from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidRequest
from ai_gateway.providers.address import below_v1
from ai_gateway.providers.blueprint import Blueprint
from ai_gateway.providers.catalogue import CatalogueEntry
from ai_gateway.providers.catalogued import CataloguedProvider
from ai_gateway.providers.contract import Provider, Target
from ai_gateway.providers.credential import Credential, Key
from ai_gateway.providers.entra import EntraToken
from ai_gateway.providers.settings import AzureSettings, ProviderSettings

# With a dated version these stand below a deployment; everything else below `/openai` itself.
# https://learn.microsoft.com/azure/ai-foundry/openai/reference
_DEPLOYED = frozenset(
    {
        b"/chat/completions",
        b"/completions",
        b"/embeddings",
        b"/images/generations",
        b"/images/edits",
        b"/audio/speech",
        b"/audio/transcriptions",
        b"/audio/translations",
    }
)


class AzureOpenAI(CataloguedProvider):
    """One Azure OpenAI resource.

    A model is called by its deployment's name: the one that the settings give it, else its own.
    """

    def __init__(
        self,
        name: str,
        entry: CatalogueEntry,
        said: ProviderSettings,
        credential: Credential | None,
    ) -> None:
        azure = said.azure or AzureSettings()
        self._v1 = azure.api_version == "v1"
        self._api_version = azure.api_version.encode("ascii")
        self._deployments = azure.deployments
        super().__init__(name, entry, said, credential)

    def root(self, base_url: str) -> str:
        """Return the URL of the v1 API, or of the dated one."""
        return base_url.rstrip("/") + ("/openai/v1" if self._v1 else "/openai")

    def locator(self, call: Call, target: Target) -> bytes:
        """Return the path and query below `/openai/v1`, or below `/openai` where dated."""
        if self._v1:
            return super().locator(call, target)
        path = below_v1(call)
        if path in _DEPLOYED:
            path = b"/deployments/" + self._deployment(call, target) + path
        # A version that the caller names itself stands.
        if any(part.startswith(b"api-version=") for part in call.query.split(b"&")):
            return path + b"?" + call.query
        query = call.query + b"&" if call.query else b""
        return path + b"?" + query + b"api-version=" + self._api_version

    def body(self, call: Call, target: Target) -> Body:
        """Return the body with the deployment in place of the model where they differ."""
        model = target.model or call.model
        deployment = self._deployments.get(model) if model is not None else None
        if deployment is None:
            return super().body(call, target)
        return super().body(call, Target(provider=self, model=deployment))

    def _deployment(self, call: Call, target: Target) -> bytes:
        model = target.model or call.model
        if not model:
            raise InvalidRequest(
                f"{call.path} of {self.name} needs a deployment, and no model is known: it is read "
                "of JSON bodies only. Name one in the body's `model`, or set providers."
                f"{self.name}.azure.api_version to v1, which needs none in the URL.",
                field="model",
                provider=self.name,
            )
        deployment = self._deployments.get(model, model)
        # Quoting leaves dots alone, and a server would resolve these two.
        if deployment in (".", ".."):
            raise InvalidRequest(
                f"The model {model!r} cannot be a deployment of {self.name}: its name would change "
                "the path. Name a deployment that exists.",
                field="model",
                provider=self.name,
            )
        return quote(deployment, safe="").encode("ascii")


def make_azure_openai(blueprint: Blueprint) -> Provider:
    """Return the resource that `blueprint` describes; see `ai_gateway.providers.builtin.Make`."""
    return AzureOpenAI(
        blueprint.name,
        blueprint.entry,
        blueprint.said,
        _credential(blueprint, blueprint.said.azure),
    )


def _credential(blueprint: Blueprint, azure: AzureSettings | None) -> Credential | None:
    if azure is not None and azure.entra is not None:
        return EntraToken(blueprint.client, azure.entra, blueprint.clock)
    if azure is not None and azure.entra_token is not None:
        return Key("bearer", azure.entra_token.get_secret_value())
    return blueprint.key()
