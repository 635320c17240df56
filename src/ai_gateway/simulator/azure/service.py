"""Azure OpenAI's paths: deployments, the v1 API, and Entra ID's token endpoint."""

from ai_gateway.simulator.answer import Answer, EventStream, Refusal
from ai_gateway.simulator.azure import errors
from ai_gateway.simulator.azure.content_filter import filtered
from ai_gateway.simulator.azure.credentials import Credentials
from ai_gateway.simulator.azure.headers import headers
from ai_gateway.simulator.jsonvalue import is_object
from ai_gateway.simulator.openai.service import OpenAI
from ai_gateway.simulator.request import Request

_CHAT = "/chat/completions"

_DEPLOYED = frozenset(
    (
        _CHAT,
        "/embeddings",
        "/audio/speech",
        "/audio/transcriptions",
        "/images/generations",
    )
)
"""What a deployment serves at its own address."""


class Azure:
    """One resource of Azure OpenAI, and the tenant that it belongs to."""

    def __init__(self) -> None:
        self._openai = OpenAI()
        self._credentials = Credentials()

    def answer(self, request: Request) -> Answer | EventStream:
        """Answer as Azure does; raise Refusal where it refuses."""
        if request.path.endswith("/oauth2/v2.0/token"):
            return self._credentials.mint(request)
        path = request.path.removeprefix("/openai")
        if path.startswith("/v1/"):
            self._credentials.check(request, key_as_bearer=True)
        else:
            self._credentials.check(request, key_as_bearer=False)
            path = self._deployed_path(request, path)
        if "nonexistent" in request.model:
            raise errors.no_deployment(request)
        return self._serve(request, path)

    def failure(self, request: Request, status: int, message: str | None = None) -> Answer:
        """Answer with Azure's error body for `status`."""
        return errors.failure(request, status, message)

    def _deployed_path(self, request: Request, path: str) -> str:
        """Return OpenAI's path for a path of the dated API; refuse what that does not serve."""
        if not request.parameters.get("api-version"):
            raise errors.refuse(request, 404)
        if not path.startswith("/deployments/"):
            return "/v1" + path
        _, _, operation = path.removeprefix("/deployments/").partition("/")
        operation = "/" + operation
        if operation not in _DEPLOYED:
            raise errors.refuse(request, 404)
        if is_object(request.document):
            # The deployment decides, whatever the body says.
            request.document["model"] = request.model
        return "/v1" + operation

    def _serve(self, request: Request, path: str) -> Answer | EventStream:
        try:
            answer = self._openai.serve(request, path)
        except Refusal as refusal:
            refused = refusal.answer
            raise Refusal(Answer(refused.status, headers(request), refused.body)) from refusal
        if path == "/v1" + _CHAT:
            answer = filtered(answer)
        kind = answer.headers[0][1]
        if isinstance(answer, EventStream):
            return EventStream(headers(request, kind), answer.events, answer.error_event)
        return Answer(answer.status, headers(request, kind), answer.body)
