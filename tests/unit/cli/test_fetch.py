"""One GET, and a sentence where it does not work."""

import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ai_gateway.cli.fetch import FetchFailed, fetch


class Echo(BaseHTTPRequestHandler):
    """Answers with the path that was asked for."""

    def do_GET(self) -> None:
        body = self.path.encode()
        self.send_response(404 if "missing" in self.path else 200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Say nothing."""


@pytest.fixture
def url() -> Generator[str]:
    with HTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_path_and_query_are_asked_for(url: str):
    assert fetch(f"{url}/a/b", {"by": "client,day"}) == (200, b"/a/b?by=client%2Cday")


def test_a_status_is_not_a_failure(url: str):
    assert fetch(f"{url}/missing") == (404, b"/missing")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "nowhere"])
def test_an_address_that_leads_nowhere_is_said(address: str):
    with pytest.raises(FetchFailed) as raised:
        fetch(address)
    assert address in raised.value.message
