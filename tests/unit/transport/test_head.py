"""What goes over the wire before a body."""

from collections.abc import AsyncIterator

import pytest

from ai_gateway.transport.errors import MalformedRequest
from ai_gateway.transport.head import encode_head, host_line
from ai_gateway.transport.request import Origin, Request

ORIGIN = Origin("https", "api.test", 443)
LINE = host_line(ORIGIN)


async def _pieces() -> AsyncIterator[bytes]:
    yield b""


def _request(**changes: object) -> Request:
    fields: dict[str, object] = {
        "origin": ORIGIN,
        "method": "POST",
        "target": b"/v1/x?a=b",
        "headers": [(b"a", b"1"), (b"b", b"")],
    }
    return Request(**(fields | changes))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (ORIGIN, b" HTTP/1.1\r\nhost: api.test\r\n"),
        (Origin("http", "api.test", 80), b" HTTP/1.1\r\nhost: api.test\r\n"),
        (Origin("http", "api.test", 443), b" HTTP/1.1\r\nhost: api.test:443\r\n"),
        (Origin("https", "::1", 443), b" HTTP/1.1\r\nhost: [::1]\r\n"),
        (Origin("https", "::1", 8443), b" HTTP/1.1\r\nhost: [::1]:8443\r\n"),
        (Origin("https", "bücher.test", 443), b" HTTP/1.1\r\nhost: xn--bcher-kva.test\r\n"),
    ],
)
def test_the_host_line_names_the_port_where_it_is_not_the_schemes(
    origin: Origin, line: bytes
) -> None:
    assert host_line(origin) == line


@pytest.mark.parametrize("host", ["a\r\nb: c", "a b", "a/b", "a@b", "a?b", "ü" * 70, "a\x7fb"])
def test_a_host_that_is_none_is_refused(host: str) -> None:
    with pytest.raises(MalformedRequest, match="host"):
        host_line(Origin("http", host, 80))


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({"body": b"xyz"}, b"content-length: 3\r\n\r\n"),
        ({"body": b""}, b"content-length: 0\r\n\r\n"),
        ({"body": _pieces()}, b"transfer-encoding: chunked\r\n\r\n"),
        ({"body": _pieces(), "body_length": 7}, b"content-length: 7\r\n\r\n"),
    ],
)
def test_the_head_ends_with_the_framing_of_its_body(changes: dict[str, object], end: bytes) -> None:
    head = encode_head(_request(**changes), LINE)
    assert head == b"POST /v1/x?a=b HTTP/1.1\r\nhost: api.test\r\na: 1\r\nb: \r\n" + end


def test_a_get_without_a_body_says_nothing_of_one() -> None:
    head = encode_head(_request(method="GET", headers=[]), LINE)
    assert head == b"GET /v1/x?a=b HTTP/1.1\r\nhost: api.test\r\n\r\n"
    assert b"content-length: 1" in encode_head(_request(method="GET", body=b"x"), LINE)


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "GET /\r\n"},
        {"target": b"/ HTTP/1.1\r\nx: y"},
        {"target": b"/a b"},
        {"target": b"/a\nb"},
        {"headers": [(b"a\r\nb", b"c")]},
        {"headers": [(b"a", b"b\r\nc: d")]},
        {"headers": [(b"a", b"b\rc")]},
        {"headers": [(b"a", b"b\nc")]},
        {"headers": [(b"a", b"b\0c")]},
        {"headers": [(b"a", b"\r\n\r\nGET / HTTP/1.1")]},
    ],
)
def test_nothing_can_be_smuggled_into_a_head(changes: dict[str, object]) -> None:
    with pytest.raises(MalformedRequest) as refused:
        encode_head(_request(**changes), LINE)
    assert "c: d" not in str(refused.value)
