"""Vertex AI's paths, and the token endpoint before them."""

import re
from collections.abc import Callable

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.google import embeddings, errors, generate
from ai_gateway.simulator.google.platform import VERTEX_AI
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.vertex import claude
from ai_gateway.simulator.vertex.credentials import TOKEN_PATH, Credentials

PREFIXES = (TOKEN_PATH, "/v1/projects/", "/v1beta1/projects/")
"""What Vertex AI's paths begin with."""

_PATH = re.compile(
    r"/v1(?:beta1)?/projects/[^/]+/locations/[^/]+/publishers/([^/]+)/models/[^/:]+:(\w+)"
)

_METHODS: dict[tuple[str, str], Callable[[Request], Answer | EventStream]] = {
    ("google", "generateContent"): lambda request: generate.generate(request, VERTEX_AI),
    ("google", "streamGenerateContent"): lambda request: generate.stream(request, VERTEX_AI),
    ("google", "countTokens"): lambda request: generate.count(request, VERTEX_AI),
    ("google", "predict"): embeddings.predict,
    ("anthropic", "rawPredict"): claude.predict,
    ("anthropic", "streamRawPredict"): claude.stream,
}


class Vertex:
    """Vertex AI for every project and location, with the tokens that were minted for it."""

    def __init__(self) -> None:
        self._credentials = Credentials()

    def answer(self, request: Request) -> Answer | EventStream:
        """Answer as Vertex AI does; raise Refusal where it refuses."""
        if request.path == TOKEN_PATH:
            return self._credentials.mint(request)
        self._credentials.check(request)
        path = _PATH.fullmatch(request.path)
        handler = _METHODS.get((path[1], path[2])) if path else None
        if handler is None or request.method != "POST":
            raise errors.refuse("Requested entity was not found.", status=404)
        return handler(request)

    def failure(self, request: Request, status: int, message: str | None = None) -> Answer:
        """Answer with Google's error body for `status`."""
        return errors.failure(request, status, message)
