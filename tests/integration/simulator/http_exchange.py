"""Requests that no vendor's SDK would send, and answers as the bytes they are."""

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

from ai_gateway.simulator.server import Simulator

Fields = dict[str, str]


def request(method: str, path: str, body: bytes = b"", headers: Fields | None = None) -> bytes:
    fields = {"host": "simulator", "content-length": str(len(body)), **(headers or {})}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def chat(model: str, *, stream: bool = False, text: str = "hello") -> bytes:
    body: dict[str, Any] = {"model": model, "messages": [{"role": "user", "content": text}]}
    if stream:
        body["stream"] = True
    headers = {"content-type": "application/json", "authorization": "Bearer good"}
    return request("POST", "/v1/chat/completions", json.dumps(body).encode(), headers)


async def exchange(simulator: Simulator, sent: bytes) -> bytes:
    """Send `sent` and return everything until the simulator closes the connection."""
    sent = sent.replace(b" HTTP/1.1\r\n", b" HTTP/1.1\r\nconnection: close\r\n", 1)
    reader, writer = await asyncio.open_connection("127.0.0.1", simulator.port)
    writer.write(sent)
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


async def ask(
    simulator: Simulator,
    method: str,
    path: str,
    body: bytes = b"",
    headers: Fields | None = None,
) -> tuple[int, Any]:
    """Return the status and the JSON that a request is answered with."""
    answer = await exchange(simulator, request(method, path, body, headers))
    head, _, content = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(content)


async def post_form(simulator: Simulator, path: str, form: Fields) -> Any:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return (await ask(simulator, "POST", path, urlencode(form).encode(), headers))[1]
