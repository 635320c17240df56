"""One HTTP call, as each of the three clients of the benchmark needs it."""

from collections.abc import Mapping

import msgspec


class Call(msgspec.Struct, frozen=True):
    """A POST of JSON to `port` of 127.0.0.1, with `headers` beside the content type."""

    port: int
    path: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def fields(self) -> dict[str, str]:
        """All header fields but those that follow from the connection and the body."""
        return {"content-type": "application/json", **self.headers}

    @property
    def wire(self) -> bytes:
        """The bytes of the request (RFC 9112)."""
        lines = [
            f"POST {self.path} HTTP/1.1",
            f"host: 127.0.0.1:{self.port}",
            f"content-length: {len(self.body)}",
            *(f"{name}: {value}" for name, value in self.fields.items()),
        ]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body
