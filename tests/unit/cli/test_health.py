"""Whether a gateway answers, as an exit code."""

import http.server
import runpy
import socket
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from ai_gateway.cli import health as module
from ai_gateway.cli.health import TIMEOUT, main, unhealthy


@contextmanager
def answering(status: int) -> Generator[tuple[str, list[str]]]:
    """Answer every GET with `status`; yield the address and the paths that were asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def test_a_gateway_that_answers_is_healthy():
    with answering(200) as (url, asked):
        assert unhealthy(url, TIMEOUT) is None
    assert asked == ["/health"]


def test_any_other_answer_is_named():
    with answering(503) as (url, _):
        assert unhealthy(url, TIMEOUT) == f"{url}/health answers 503, not 200"


def test_nobody_there_is_said():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    why = unhealthy(f"http://127.0.0.1:{port}", TIMEOUT)
    assert why is not None
    assert "does not answer: [Errno 111] Connection refused" in why


def test_one_that_hangs_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        why = unhealthy(f"http://127.0.0.1:{silent.getsockname()[1]}", 0.05)
    assert why is not None
    assert "timed out" in why


def test_what_is_no_address_is_said():
    assert unhealthy("localhost:8787", TIMEOUT) == (
        "localhost:8787 is no address; expected one such as http://127.0.0.1:8787"
    )


@pytest.mark.parametrize(("status", "code"), [(200, None), (500, "/health answers 500, not 200")])
def test_the_program_ends_with_what_it_found(
    monkeypatch: pytest.MonkeyPatch, status: int, code: str | None
):
    with answering(status) as (url, _):
        monkeypatch.setattr(sys, "argv", ["health", url])
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code == (None if code is None else f"{url}{code}")


def test_without_an_address_it_asks_the_default_one(monkeypatch: pytest.MonkeyPatch):
    asked: list[tuple[str, float]] = []

    def note(url: str, timeout: float) -> None:
        asked.append((url, timeout))

    monkeypatch.setattr(module, "unhealthy", note)
    monkeypatch.setattr(sys, "argv", ["health"])
    with pytest.raises(SystemExit):
        main()
    assert asked == [("http://127.0.0.1:8787", 3.0)]


def test_it_runs_as_a_module_and_needs_nothing_but_the_standard_library():
    # -S leaves the installed packages out, -E the environment.
    source = module.__file__
    assert source is not None
    with answering(200) as (url, _):
        ended = subprocess.run([sys.executable, "-S", "-E", source, url], check=False, timeout=30)
    assert ended.returncode == 0
    assert runpy.run_path(source)["TIMEOUT"] == TIMEOUT
