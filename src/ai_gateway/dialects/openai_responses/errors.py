"""Failures in a stream of responses; everywhere else they are told as in chat."""

from ai_gateway.core.errors import GatewayError
from ai_gateway.dialects.openai_chat.errors import error_object
from ai_gateway.dialects.wire import render


def render_error_event(error: GatewayError, request_id: str) -> bytes:
    """Return the event that ends a broken stream of responses.

    It is the vendor's own (`openai.types.responses.ResponseErrorEvent`) and more: the SDK
    yields that one like any other event and raises only where the data holds an `error`. The
    sequence number is 0, as the renderer of an error has not counted the events before.
    """
    event = {
        "type": "error",
        "code": error.code,
        "message": error.message,
        "param": error.field,
        "sequence_number": 0,
        "error": error_object(error),
        "request_id": request_id,
    }
    return b"event: error\ndata: %b\n\n" % render(event)
