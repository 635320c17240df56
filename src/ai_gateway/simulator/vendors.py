"""Which provider a request is for."""

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.anthropic.service import Anthropic
from ai_gateway.simulator.azure.service import Azure
from ai_gateway.simulator.bedrock.service import PREFIXES as BEDROCK_PREFIXES
from ai_gateway.simulator.bedrock.service import Bedrock
from ai_gateway.simulator.google.service import Google
from ai_gateway.simulator.google.service import serves as is_for_google
from ai_gateway.simulator.openai.service import OpenAI
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.service import Service
from ai_gateway.simulator.vertex.service import PREFIXES as VERTEX_PREFIXES
from ai_gateway.simulator.vertex.service import Vertex


class Vendors:
    """The simulated providers, told apart by path; under `/v1` also by their header fields."""

    def __init__(self) -> None:
        self._openai: Service = OpenAI()
        self._azure: Service = Azure()
        self._anthropic: Service = Anthropic()
        self._google: Service = Google()
        self._by_prefix: tuple[tuple[tuple[str, ...], Service], ...] = (
            (("/openai/",), self._azure),
            (BEDROCK_PREFIXES, Bedrock()),
            (VERTEX_PREFIXES, Vertex()),
        )

    def answer(self, request: Request) -> Answer | EventStream:
        """Answer as the provider does; raise Refusal where it refuses."""
        service = self._service(request)
        directives = request.directives
        # With `error-after`, the answer begins well and it is the error event that has the status.
        if directives.status is None or directives.error_after is not None:
            return service.answer(request)
        return service.failure(request, directives.status)

    def rejection(self, request: Request, message: str) -> Answer:
        """Answer with status 400 and `message`, in the provider's shape."""
        return self._service(request).failure(request, 400, message)

    def _service(self, request: Request) -> Service:
        path = request.path
        for prefixes, service in self._by_prefix:
            if path.startswith(prefixes):
                return service
        if path.endswith("/oauth2/v2.0/token"):
            return self._azure
        if is_for_google(request):
            return self._google
        if path.startswith("/v1/messages") or "anthropic-version" in request.headers:
            return self._anthropic
        return self._openai
