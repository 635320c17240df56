"""Bedrock's paths."""

from collections.abc import Callable

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.bedrock import converse, credentials, embeddings, errors, profiles
from ai_gateway.simulator.request import Request

PREFIXES = ("/model/", "/inference-profiles/")
"""What Bedrock's paths begin with."""

# By the last segment of the path: the one before is the model, and an ARN in it has slashes.
_OPERATIONS: dict[str, Callable[[Request], Answer | EventStream]] = {
    "converse": converse.create,
    "converse-stream": converse.stream,
    "count-tokens": converse.count,
    "invoke": embeddings.invoke,
}


class Bedrock:
    """Bedrock in one region, the one that its callers sign for."""

    def answer(self, request: Request) -> Answer | EventStream:
        """Answer as Bedrock does; raise Refusal where it refuses."""
        credentials.check(request)
        if request.path.startswith("/inference-profiles/") and request.method == "GET":
            return profiles.retrieve(request)
        operation = _OPERATIONS.get(request.path.rpartition("/")[2])
        if operation is None or request.method != "POST":
            raise errors.refuse(
                request,
                "Unable to determine service/operation name to be authorized",
                status=404,
                name="UnknownOperationException",
            )
        return operation(request)

    def failure(self, request: Request, status: int, message: str | None = None) -> Answer:
        """Answer with Bedrock's error body for `status`."""
        return errors.failure(request, status, message)
