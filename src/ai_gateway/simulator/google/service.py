"""The Gemini API's paths, under `/v1beta` and `/v1`."""

import re
from collections.abc import Callable

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.google import catalogue, embeddings, errors, generate
from ai_gateway.simulator.google.checks import check_key
from ai_gateway.simulator.google.platform import GEMINI_API
from ai_gateway.simulator.request import Request

_PATH = re.compile(r"/v1(?:beta)?/models(?:/([^/:]+)(?::(\w+))?)?")

_METHODS: dict[str, Callable[[Request], Answer | EventStream]] = {
    "generateContent": lambda request: generate.generate(request, GEMINI_API),
    "streamGenerateContent": lambda request: generate.stream(request, GEMINI_API),
    "countTokens": lambda request: generate.count(request, GEMINI_API),
    "embedContent": embeddings.embed,
    "batchEmbedContents": embeddings.embed_batch,
}


class Google:
    """The Gemini API, which remembers nothing of its callers."""

    def answer(self, request: Request) -> Answer | EventStream:
        """Answer as the Gemini API does; raise Refusal where it refuses."""
        check_key(request)
        handler = self._handler(request)
        if handler is None:
            raise errors.refuse("Requested entity was not found.", status=404)
        return handler(request)

    def failure(self, request: Request, status: int, message: str | None = None) -> Answer:
        """Answer with Google's error body for `status`."""
        return errors.failure(request, status, message)

    def _handler(self, request: Request) -> Callable[[Request], Answer | EventStream] | None:
        path = _PATH.fullmatch(request.path)
        if path is None:
            return None
        model, method = path.groups()
        if method is not None:
            return _METHODS.get(method) if request.method == "POST" else None
        if request.method != "GET":
            return None
        # Under /v1 nothing but this path tells which model is meant.
        request.model = request.model or model or ""
        return catalogue.retrieve_model if model else catalogue.list_models


def serves(request: Request) -> bool:
    """Tell whether `request` is for the Gemini API, which shares `/v1/models` with others."""
    if request.path.startswith("/v1beta/") or "x-goog-api-key" in request.headers:
        return True
    path = _PATH.fullmatch(request.path)
    return path is not None and path[2] in _METHODS
