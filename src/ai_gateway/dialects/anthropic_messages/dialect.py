"""The dialect `anthropic-messages`, put together."""

from collections.abc import Sequence

from ai_gateway.core.errors import GatewayError
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.operation import DialectName
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.anthropic_messages import errors, model_list, reply
from ai_gateway.dialects.anthropic_messages.stream import MessageStream
from ai_gateway.dialects.contract import ModelEntry
from ai_gateway.dialects.sse import MEDIA


class AnthropicMessages:
    """Messages and their token counts; see `ai_gateway.dialects.contract.Dialect`."""

    name: DialectName = "anthropic-messages"
    stream_media = MEDIA

    def status(self, error: GatewayError) -> int:
        """Return the failure's own status, and 529 for an overloaded gateway."""
        return errors.status(error)

    def render_error(self, error: GatewayError, request_id: str) -> bytes:
        """Return Anthropic's error body."""
        return errors.render_error(error, request_id)

    def render_error_event(self, error: GatewayError, request_id: str) -> bytes:
        """Return an `error` event."""
        return errors.render_error_event(error, request_id)

    def error_headers(self, request_id: str) -> HeaderPairs:
        """Return `request-id`."""
        return errors.error_headers(request_id)

    def read_usage(self, body: bytes) -> Usage | None:
        """Return the `usage` of a message."""
        return reply.read_usage(body)

    def stream_reader(self) -> MessageStream:
        """Return a reader of the events of a message."""
        return MessageStream()

    def render_models(self, models: Sequence[ModelEntry]) -> bytes:
        """Return Anthropic's list of models."""
        return model_list.render_models(models)

    def render_model(self, model: ModelEntry) -> bytes:
        """Return Anthropic's model object."""
        return model_list.render_model(model)
