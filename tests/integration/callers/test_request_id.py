"""The id of a call: on every answer, whoever made it and whatever was wrong."""

import json
import re

import pytest

from ai_gateway.app import Gateway
from tests.integration.callers.raw import exchange

END = b"host: localhost\r\nconnection: close\r\n\r\n"
BROKEN = b"content-type: application/json\r\ncontent-length: 1\r\n" + END + b"{"

ID = re.compile(rb"^x-ai-gateway-request-id: (\S+)\r$", re.MULTILINE)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("status", "request_bytes"),
    [
        pytest.param(200, b"GET / HTTP/1.1\r\n" + END, id="greeting"),
        pytest.param(200, b"GET /health HTTP/1.1\r\n" + END, id="health"),
        pytest.param(200, b"GET /ready HTTP/1.1\r\n" + END, id="readiness"),
        pytest.param(200, b"GET /v1/models HTTP/1.1\r\n" + END, id="models"),
        pytest.param(400, b"POST /v1/embeddings HTTP/1.1\r\n" + BROKEN, id="broken JSON"),
        pytest.param(400, b"this is not HTTP\r\n\r\n", id="no HTTP"),
        pytest.param(404, b"GET /elsewhere HTTP/1.1\r\n" + END, id="nothing there"),
        pytest.param(405, b"PATCH /v1/files HTTP/1.1\r\n" + END, id="method"),
        pytest.param(431, b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 200 + END, id="too many fields"),
    ],
)
async def test_every_answer_has_an_id_of_its_own(
    gateway: Gateway, status: int, request_bytes: bytes
) -> None:
    answers = [await exchange(gateway.url, request_bytes) for _ in range(2)]
    ids: set[bytes] = set()
    for answer in answers:
        assert answer.startswith(b"HTTP/1.1 %d " % status), answer[:200]
        ids.update(ID.findall(answer))
    assert len(ids) == 2


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v1/chat/completions", b"x-request-id"),
        ("/v1/responses", b"x-request-id"),
        ("/v1/embeddings", b"x-request-id"),
        ("/v1/messages", b"request-id"),
        ("/v1/messages/count_tokens", b"request-id"),
    ],
)
async def test_an_error_names_it_where_the_vendors_sdk_looks(
    gateway: Gateway, path: str, field: bytes
) -> None:
    answer = await exchange(gateway.url, f"POST {path} HTTP/1.1\r\n".encode() + BROKEN)
    [request_id] = ID.findall(answer)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"\r\n%b: %b\r\n" % (field, request_id) in head
    assert json.loads(body)["request_id"] == request_id.decode()
