"""Errors as answers: the one place where an error becomes status, header fields and body."""

from collections.abc import Callable, Mapping

from ai_gateway.core.errors import GatewayError
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.operation import DialectName
from ai_gateway.core.refusal import Refusal
from ai_gateway.core.reply import Reply
from ai_gateway.dialects.contract import Dialect

REQUEST_ID = b"x-ai-gateway-request-id"
"""The header field that names the call on every answer, whoever made the answer."""


class Renderer:
    """Turns every error into an answer in the caller's dialect.

    `next_id` gives a request id to answers to what never became a call, and `refused` is told
    of each such refusal.
    """

    def __init__(
        self,
        dialects: Mapping[DialectName, Dialect],
        next_id: Callable[[], str],
        refused: Callable[[Refusal], None] = lambda _: None,
    ) -> None:
        self._dialects = dialects
        self.next_id = next_id
        self.refused = refused

    def reply(self, error: GatewayError, dialect: DialectName, request_id: str) -> Reply:
        """Return the answer that the vendor's SDK raises as the right exception."""
        speaker = self._dialects[dialect]
        fields: HeaderPairs = [(b"content-type", b"application/json")]
        fields += speaker.error_headers(request_id)
        if error.retry_after is not None:
            fields.append((b"retry-after", str(error.retry_after).encode()))
        fields += error.headers
        return Reply(
            status=speaker.status(error),
            headers=fields,
            body=speaker.render_error(error, request_id),
        )

    def event(self, error: GatewayError, dialect: DialectName, request_id: str) -> bytes:
        """Return the event that ends a stream which has already begun."""
        return self._dialects[dialect].render_error_event(error, request_id)

    def raw_response(self, error: GatewayError, dialect: DialectName) -> bytes:
        """Return a whole HTTP response for a connection whose request could not be parsed."""
        request_id = self.next_id()
        self.refused(Refusal(request_id, dialect, error))
        reply = self.reply(error, dialect, request_id)
        body = reply.body if isinstance(reply.body, bytes) else b""
        fields = [
            *reply.headers,
            (REQUEST_ID, request_id.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        # The phrase may be empty (RFC 9112 §4), and some statuses of the dialects have none.
        line = b"HTTP/1.1 %d \r\n" % reply.status
        return b"".join([line, *(b"%b: %b\r\n" % field for field in fields), b"\r\n", body])
