"""The commands, their output and their exit codes."""

import http.client
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner, Result

from ai_gateway.cli import main as module
from ai_gateway.cli.main import cli

PROGRAM = [sys.executable, "-c", "from ai_gateway.cli.main import main; main()"]


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "process_environment", dict[str, str])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def configured(folder: Path, text: str) -> str:
    path = folder / "gateway.yaml"
    path.write_text(text)
    return str(path)


def test_help_lists_the_commands_and_the_exit_codes():
    result = run("--help")
    assert result.exit_code == 0
    for word in ("serve", "check", "simulate", "health", "version", "Exit codes:", "130"):
        assert word in result.output


@pytest.mark.parametrize("command", ["serve", "check", "simulate", "health", "version"])
def test_every_command_has_examples_and_exit_codes(command: str):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"  ai-gateway {command}" in result.output
    assert "Exit codes:" in result.output


def test_a_command_that_does_not_exist_is_a_mistake():
    assert run("srve").exit_code == 2


def test_version_names_the_gateway_and_python():
    result = run("version")
    assert result.exit_code == 0
    assert result.stdout.startswith("ai-gateway ")


def test_check_says_what_would_run(tmp_path: Path):
    path = configured(
        tmp_path,
        "edge: {port: 9000, host: '::1'}\n"
        "providers: {ollama: }\n"
        "routing: {models: {fast: {provider: ollama, model: m}}}\n",
    )
    result = run("check", "--config", path)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "The configuration has no mistakes.",
        "callers    http://[::1]:9000",
        "admin      http://127.0.0.1:8788",
        "providers  ollama (no key needed)",
        "aliases    fast",
    ]


@pytest.mark.parametrize("command", ["check", "serve"])
def test_every_mistake_is_printed_and_the_exit_code_says_so(tmp_path: Path, command: str):
    path = configured(tmp_path, "edge: {port: abc}\nproviders: {openai: {api_key: sk-1}}\n")
    result = run(command, "--config", path)
    assert result.exit_code == 2
    assert "edge.port (line 1): found 'abc'" in result.stderr
    assert "providers.openai.api_key (line 2): a secret stands in the file" in result.stderr
    assert "sk-1" not in result.output
    assert result.stdout == ""


def test_health_is_an_exit_code(monkeypatch: pytest.MonkeyPatch):
    asked: list[tuple[str, float]] = []
    found: list[str | None] = [None, "it is ill"]

    def answer(url: str, timeout: float) -> str | None:
        asked.append((url, timeout))
        return found.pop(0)

    monkeypatch.setattr(module, "unhealthy", answer)
    healthy = run("health")
    assert (healthy.exit_code, healthy.stdout) == (0, "healthy\n")
    ill = run("health", "--url", "http://here:1", "--timeout", "0.5")
    assert (ill.exit_code, ill.stdout, ill.stderr) == (1, "", "it is ill\n")
    assert asked == [("http://127.0.0.1:8787", 3.0), ("http://here:1", 0.5)]


def test_simulate_serves_where_it_is_told(monkeypatch: pytest.MonkeyPatch):
    served: list[tuple[str, int]] = []

    def note(host: str, port: int) -> None:
        served.append((host, port))

    monkeypatch.setattr(module, "run_simulator", note)
    assert run("simulate").exit_code == 0
    assert (
        "simulated providers on http://[::1]:9000"
        in run("simulate", "--host", "::1", "--port", "9000").stderr
    )
    assert served == [("127.0.0.1", 8790), ("::1", 9000)]


def test_a_port_in_use_is_one_clear_sentence_and_exit_code_1(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        simulate = run("simulate", "--port", str(port))
        serve = run("serve", "--config", configured(tmp_path, f"edge: {{port: {port}}}"))
    assert (simulate.exit_code, serve.exit_code) == (1, 1)
    assert f"127.0.0.1:{port}: address already in use. Choose another" in simulate.stderr
    assert f"127.0.0.1:{port}" in serve.stderr
    assert "edge.port" in serve.stderr
    assert "Traceback" not in serve.output


def test_an_interruption_has_its_own_exit_code(monkeypatch: pytest.MonkeyPatch):
    def interrupt(host: str, port: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "run_simulator", interrupt)
    assert run("simulate").exit_code == 130


@contextmanager
def served(folder: Path, *options: str) -> Generator[tuple[subprocess.Popen[str], list[str]]]:
    """Run the program in a process of its own; yield it and the lines of its banner."""
    path = configured(folder, "edge: {port: 0, drain_grace: 0}\nadmin: {port: 0}\n")
    with subprocess.Popen(
        [*PROGRAM, "serve", "--config", path, *options],
        env={"PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        lines: list[str] = []
        try:
            for line in process.stderr:
                lines.append(line)
                if line.startswith("Stop with"):
                    break
            yield process, lines
        finally:
            process.kill()


def paste(lines: list[str]) -> tuple[http.client.HTTPResponse, bytes]:
    """Do what the banner's `curl` does."""
    first = next(i for i, line in enumerate(lines) if line.startswith("curl "))
    words = shlex.split("".join(lines[first:-1]).replace("\\\n", " "))
    url = urlsplit(words[1])
    options = list(zip(words[2::2], words[3::2], strict=True))
    # The variable of the caller's own key is not set here.
    fields = dict(value.split(": ", 1) for option, value in options if option == "-H")
    fields.pop("authorization", None)
    connection = http.client.HTTPConnection(url.netloc)
    connection.request("POST", url.path, dict(options)["-d"], fields)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


def test_the_banners_call_is_answered_and_sigterm_ends_the_program_well(tmp_path: Path):
    with served(tmp_path, "--simulate-without-keys") as (process, lines):
        response, content = paste(lines)
        assert response.status == 200
        assert response.headers["x-ai-gateway-simulated"] == "true"
        assert json.loads(content)["choices"][0]["message"]["content"]
        process.send_signal(signal.SIGTERM)
        logged, _ = process.communicate(timeout=30)
        assert process.returncode == 0
        assert json.loads(logged)["provider"] == "openai"


def test_without_keys_and_without_the_flag_callers_are_asked_for_theirs(tmp_path: Path):
    with served(tmp_path) as (process, lines):
        assert "callers send their own" in "".join(lines)
        # Whoever is answered after the banner knows that signals are heard.
        assert paste(lines)[0].status == 401
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        assert process.returncode == 0
