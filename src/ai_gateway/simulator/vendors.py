"""Which provider a request is for."""

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.anthropic.service import Anthropic
from ai_gateway.simulator.azure.service import Azure
from ai_gateway.simulator.openai.service import OpenAI
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.service import Service


class Vendors:
    """The simulated providers, told apart by path; under `/v1` also by `anthropic-version`."""

    def __init__(self) -> None:
        self._openai: Service = OpenAI()
        self._azure: Service = Azure()
        self._anthropic: Service = Anthropic()

    def answer(self, request: Request) -> Answer | EventStream:
        """Answer as the provider does; raise Refusal where it refuses."""
        service = self._service(request)
        status = request.directives.status
        return service.answer(request) if status is None else service.failure(request, status)

    def rejection(self, request: Request, message: str) -> Answer:
        """Answer with status 400 and `message`, in the provider's shape."""
        return self._service(request).failure(request, 400, message)

    def _service(self, request: Request) -> Service:
        path = request.path
        if path.startswith("/openai/") or path.endswith("/oauth2/v2.0/token"):
            return self._azure
        if path.startswith("/v1/messages") or "anthropic-version" in request.headers:
            return self._anthropic
        return self._openai
