"""Answers out of bytes: llhttp's framing with our limits, no I/O."""

from httptools import HttpParserCallbackError, HttpResponseParser

from ai_gateway.transport.errors import PARSING_ERRORS, ProtocolViolation

_VERSIONS = ("1.1", "1.0")
_HEAD_END = b"\r\n\r\n"


class _SurplusError(Exception):
    """Raised inside a callback to stop llhttp where the next message begins."""


class ResponseParser:
    """Reads the answers of one connection, one after another.

    `expect` opens an answer, `feed` takes what arrived and returns the body bytes in it, `end`
    says that the peer will send no more. In between, the attributes tell the state: `status` is
    0 until the final head is complete (1xx are skipped), then `headers` (lower-case names) and
    `content_length` stand; `complete` and `violation` say how it ended; `reusable` whether
    another answer may follow on this connection, which no `surplus` byte after this one allows.

    llhttp in its strict mode refuses repeated and conflicting lengths, folded fields and bare
    line feeds. It skips CR and LF between two messages, so these alone are not seen as surplus;
    they cannot become part of an answer.
    """

    __slots__ = (
        "_bodiless",
        "_keep_alive",
        "_max_bytes",
        "_max_count",
        "_overhead",
        "_parser",
        "_pieces",
        "_size",
        "_trailers",
        "_until_end",
        "complete",
        "content_length",
        "headers",
        "on_body",
        "status",
        "surplus",
        "violation",
    )

    def __init__(self, max_bytes: int, max_count: int) -> None:
        self._max_bytes = max_bytes
        self._max_count = max_count
        self._pieces: list[bytes] = []
        # llhttp calls this straight: no frame of ours for each piece.
        self.on_body = self._pieces.append
        self._parser = HttpResponseParser(self)
        self._bodiless = False
        self.expect(bodiless=False)

    def expect(self, *, bodiless: bool) -> None:
        """Open the next answer; `bodiless` where the request was HEAD or CONNECT."""
        if self._bodiless:
            # httptools cannot tell llhttp that no body follows a head: it still waits for one.
            self._parser = HttpResponseParser(self)
        self._bodiless = bodiless
        self.surplus = self._keep_alive = self._until_end = False
        self._overhead = 0
        self.status = 0
        self.content_length: int | None = None
        self.complete = False
        self.violation: ProtocolViolation | None = None
        self.on_message_begin()

    def feed(self, data: bytes) -> bytes:
        """Take what one read brought; return the body bytes in it, in one piece."""
        try:
            self._parser.feed_data(data)
        except PARSING_ERRORS as error:
            self._stop(error)
        pieces = self._pieces
        if pieces and not self._bodiless:
            piece = pieces[0] if len(pieces) == 1 else b"".join(pieces)
            pieces.clear()
            self._overhead = 0
            return piece
        if self._bodiless and self.complete:
            self.surplus = bool(pieces) or not _HEAD_END.endswith(data[-4:])
            pieces.clear()
        elif not self.complete:
            # Heads, 1xx, chunk extensions and trailers: whatever is not body, however endless.
            self._overhead += len(data)
            if self._overhead > self._max_bytes and self.violation is None:
                self.violation = self._too_large()
        return b""

    def end(self) -> bool:
        """Return whether the answer is complete now that the peer has ended the connection."""
        if self._until_end and self.violation is None:
            self.complete = True
        return self.complete

    @property
    def reusable(self) -> bool:
        """Whether the connection may carry another exchange."""
        return self.complete and self._keep_alive and not self.surplus

    def _stop(self, error: Exception) -> None:
        if self.complete:
            self.surplus = True
            return
        cause = error.__context__ if isinstance(error, HttpParserCallbackError) else None
        if not isinstance(cause, ProtocolViolation):
            # A callback that fails in any other way is our fault: do not blame the peer.
            if cause is not None:
                raise cause
            cause = ProtocolViolation(f"the answer is not HTTP/1.1: {_reason(error)}")
        self.violation = cause

    def _check_size(self) -> None:
        if self._size > self._max_bytes or len(self.headers) + self._trailers > self._max_count:
            raise self._too_large()

    def _too_large(self) -> ProtocolViolation:
        return ProtocolViolation(
            f"the answer has more than {self._max_bytes} bytes (max_response_header_bytes) or "
            f"{self._max_count} fields (max_response_headers) beside its body"
        )

    # llhttp's callbacks.

    def on_message_begin(self) -> None:
        """Start a head: the first, one after a 1xx, or a surplus one, which is refused."""
        if self.complete:
            raise _SurplusError
        self.headers: list[tuple[bytes, bytes]] = []
        self._size = self._trailers = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take one field; a trailer (after the final head) is counted and dropped."""
        self._size += len(name) + len(value)
        if not self.status:
            self.headers.append((name.lower(), value))
            return
        self._trailers += 1
        self._check_size()

    def on_headers_complete(self) -> None:
        """Judge a complete head: skip a 1xx, settle how the body of a final one is framed."""
        self._check_size()
        status = self._parser.get_status_code()
        if self._parser.get_http_version() not in _VERSIONS:
            raise ProtocolViolation("the answer is in another version than HTTP/1.1 or 1.0")
        if status < 200:
            # We never ask to switch protocols.
            if status < 100 or status == 101:
                raise ProtocolViolation(f"the answer has status {status}; expected 200 to 999")
            return
        chunked = False
        for name, value in self.headers:
            if name == b"content-length":
                self.content_length = int(value)
            elif name == b"transfer-encoding":
                # We offer no other coding (no TE field), so none may be used: RFC 9112, 6.1.
                if chunked or value.lower() != b"chunked":
                    raise ProtocolViolation(
                        "the answer's transfer-encoding is not exactly 'chunked'"
                    )
                chunked = True
        self._keep_alive = self._parser.should_keep_alive()
        self._until_end = not (
            chunked or self._bodiless or status in {204, 304} or self.content_length is not None
        )
        self.status = status
        self.complete = self._bodiless

    def on_message_complete(self) -> None:
        """Note the end of a final answer; the end of a 1xx is none."""
        if self.status:
            self.complete = True


def _reason(error: Exception) -> str:
    # HttpParserUpgrade carries an offset, the others llhttp's own fixed sentences.
    return str(error) if error.args and isinstance(error.args[0], str) else "protocol switch"
