"""The dialect `openai-responses`, put together."""

from collections.abc import Sequence

from ai_gateway.core.errors import GatewayError
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.operation import DialectName
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.contract import ModelEntry
from ai_gateway.dialects.openai_chat import errors as openai_errors
from ai_gateway.dialects.openai_chat import model_list
from ai_gateway.dialects.openai_responses import errors, reply
from ai_gateway.dialects.openai_responses.stream import ResponseStream
from ai_gateway.dialects.sse import MEDIA


class OpenAIResponses:
    """Responses; see `ai_gateway.dialects.contract.Dialect`.

    OpenAI's error bodies, header fields and lists of models belong to its platform and not to
    one endpoint, so they are those of `openai-chat`.
    """

    name: DialectName = "openai-responses"
    stream_media = MEDIA

    def status(self, error: GatewayError) -> int:
        """Return the failure's own status: OpenAI's are HTTP's."""
        return error.status

    def render_error(self, error: GatewayError, request_id: str) -> bytes:
        """Return OpenAI's error body."""
        return openai_errors.render_error(error, request_id)

    def render_error_event(self, error: GatewayError, request_id: str) -> bytes:
        """Return an `error` event."""
        return errors.render_error_event(error, request_id)

    def error_headers(self, request_id: str) -> HeaderPairs:
        """Return `x-request-id`."""
        return openai_errors.error_headers(request_id)

    def read_usage(self, body: bytes) -> Usage | None:
        """Return the `usage` of a response."""
        return reply.read_usage(body)

    def stream_reader(self) -> ResponseStream:
        """Return a reader of `response.*` events."""
        return ResponseStream()

    def render_models(self, models: Sequence[ModelEntry]) -> bytes:
        """Return OpenAI's list of models."""
        return model_list.render_models(models)

    def render_model(self, model: ModelEntry) -> bytes:
        """Return OpenAI's model object."""
        return model_list.render_model(model)
