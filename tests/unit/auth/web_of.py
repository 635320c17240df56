"""A transport that answers from a table of pages."""

import json
from collections.abc import Mapping

from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import ConnectFailed
from ai_gateway.transport.request import DEFAULT_PORTS, Request
from ai_gateway.transport.response import Response
from ai_gateway.transport.settings import TransportSettings
from tests.unit.providers.wire import response


class Web(Client):
    """Pages by address: a status alone, a text, or what becomes JSON. Nobody is at any other."""

    def __init__(self, pages: Mapping[str, object]) -> None:
        super().__init__(TransportSettings())
        self.pages = pages
        self.asked: list[str] = []
        self.requests: list[Request] = []

    async def send(self, request: Request) -> Response:
        origin = request.origin
        port = "" if origin.port == DEFAULT_PORTS[origin.scheme] else f":{origin.port}"
        address = f"{origin.scheme}://{origin.host}{port}{request.target.decode()}"
        self.asked.append(address)
        self.requests.append(request)
        if address not in self.pages:
            raise ConnectFailed(f"{address}: nobody there")
        page = self.pages[address]
        status = page if isinstance(page, int) else 200
        text = page if isinstance(page, str) else json.dumps(page)
        return response(status, b"application/json", text.encode())
