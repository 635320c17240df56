"""Anthropic's paths."""

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.anthropic import catalogue, errors, messages
from ai_gateway.simulator.anthropic.checks import check_key
from ai_gateway.simulator.anthropic.files import Files
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.service import Paths


class Anthropic:
    """Anthropic with everything that one simulator's callers left there."""

    def __init__(self) -> None:
        files = Files()
        self._paths = Paths(
            {
                "POST /v1/messages": messages.create,
                "POST /v1/messages/count_tokens": messages.count,
                "GET /v1/models": catalogue.list_models,
                "POST /v1/files": files.upload,
                "GET /v1/files": files.list,
                "GET /v1/models/{}": catalogue.retrieve_model,
                "GET /v1/files/{}": files.retrieve,
                "GET /v1/files/{}/content": files.content,
                "DELETE /v1/files/{}": files.delete,
            }
        )

    def answer(self, request: Request) -> Answer | EventStream:
        """Answer as Anthropic does; raise Refusal where it refuses."""
        check_key(request)
        found = self._paths.find(request.method, request.path)
        if found is None:
            raise errors.refuse(request, "Not found", status=404)
        handler, variable = found
        return handler(request, variable)

    def failure(self, request: Request, status: int, message: str | None = None) -> Answer:
        """Answer with Anthropic's error body for `status`."""
        return errors.failure(request, status, message)
