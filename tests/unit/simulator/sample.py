"""Requests as the application hands them to a provider, and answers as a caller reads them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ai_gateway.simulator.answer import Answer, EventStream, Refusal
from ai_gateway.simulator.directive import parse
from ai_gateway.simulator.request import Request, decode

HELLO = [{"role": "user", "content": "hello"}]
TOOL_SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}}


def sent(document: object = None, **fields: Any) -> Request:
    """Make a decoded request; `document` is its JSON, `fields` are those of Request."""
    headers = {"content-type": "application/json", **fields.pop("headers", {})}
    body = fields.pop("body", b"" if document is None else json.dumps(document).encode())
    given: dict[str, Any] = {"number": 1, "method": "POST", "path": "/v1/x", "query": "", **fields}
    request = Request(headers=headers, body=body, **given)
    request.directives = parse(decode(request))
    return request


def form(fields: dict[str, str], files: dict[str, tuple[str, bytes]], **rest: Any) -> Request:
    """Make a request with a form; each file is its name and its content."""
    parts = [
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, (filename, content) in files.items():
        disposition = f'form-data; name="{name}"; filename="{filename}"'
        parts.append(f"--B\r\nContent-Disposition: {disposition}\r\n\r\n".encode())
        parts.append(content + b"\r\n")
    headers = {"content-type": "multipart/form-data; boundary=B"}
    return sent(body=b"".join(parts) + b"--B--\r\n", headers=headers, **rest)


def read(answer: Answer | EventStream) -> Any:
    """Return the JSON of a plain answer."""
    assert isinstance(answer, Answer)
    return json.loads(answer.body)


def events(answer: Answer | EventStream) -> list[Any]:
    """Return the data of every event, as JSON where it is JSON."""
    assert isinstance(answer, EventStream)
    return [data(event) for event in answer.events]


def data(event: bytes) -> Any:
    """Return the data of one event."""
    text = event.partition(b"data: ")[2].removesuffix(b"\n\n")
    return json.loads(text) if text.startswith(b"{") else text


def refused(attempt: Callable[[], object]) -> tuple[int, Any]:
    """Return the status and the JSON with which `attempt` is refused."""
    with pytest.raises(Refusal) as caught:
        attempt()
    return caught.value.answer.status, json.loads(caught.value.answer.body)
