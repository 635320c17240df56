"""Who is measured: how each gateway is started, called and named."""

import re
import shutil
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Protocol

import msgspec
from typing_extensions import override

from bench import installation, nginx
from bench.programs import free_port, printed


class Launch(msgspec.Struct, frozen=True):
    """A command, and what it needs in its environment."""

    argv: list[str]
    environment: Mapping[str, str] = {}


class Contender(Protocol):
    """One gateway.

    `prepare` installs what is missing and returns why it cannot run, None where it can. `launch`
    writes the configuration into `folder` and says how to serve on `port` with everything sent to
    `upstream`, both ports of 127.0.0.1. `headers` are those that a call to `provider` needs.
    """

    name: str
    title: str

    def prepare(self) -> str | None: ...

    def version(self) -> str: ...

    def launch(self, folder: Path, port: int, upstream: int) -> Launch: ...

    def headers(self, upstream: int, provider: str) -> Mapping[str, str]: ...


class Gateway(Contender):
    """This project, as `ai-gateway serve` runs it: defaults, one log line a call, to a file."""

    name = "gateway"
    title = "AI Gateway"

    def __init__(self) -> None:
        # The command of the environment that runs the benchmark, not of another on the PATH.
        self._command = Path(sys.executable).with_name("ai-gateway")

    @override
    def prepare(self) -> str | None:
        if self._command.exists():
            return None
        return f"`{self._command.name}` is not installed; run `make bench`"

    @override
    def version(self) -> str:
        libraries = ("uvicorn", "uvloop", "httptools")
        parts = [f"{name} {metadata.version(name)}" for name in libraries]
        python = ".".join(map(str, sys.version_info[:3]))
        return f"{metadata.version('ai-gateway')} on Python {python}, {', '.join(parts)}"

    @override
    def launch(self, folder: Path, port: int, upstream: int) -> Launch:
        path = folder / "gateway.yaml"
        origin, key = f"http://127.0.0.1:{upstream}", 'api_key: "${BENCH_KEY}"'
        signing = (
            'region: us-east-1, access_key_id: "${BENCH_KEY_ID}", secret_access_key: "${BENCH_KEY}"'
        )
        path.write_text(
            f"edge: {{host: 127.0.0.1, port: {port}}}\n"
            f"admin: {{port: {free_port()}}}\n"
            "providers:\n"
            f'  openai: {{base_url: "{origin}/v1", {key}}}\n'
            f'  anthropic: {{base_url: "{origin}/v1", {key}}}\n'
            f'  google: {{base_url: "{origin}/v1beta", {key}}}\n'
            f'  bedrock: {{base_url: "{origin}", bedrock: {{{signing}}}}}\n'
        )
        return Launch(
            [str(self._command), "serve", "--config", str(path)],
            {"BENCH_KEY": "sk-bench", "BENCH_KEY_ID": "bench"},
        )

    @override
    def headers(self, upstream: int, provider: str) -> Mapping[str, str]:
        return {}


class Portkey(Contender):
    """Portkey AI Gateway, from npm."""

    name = "portkey"
    title = "Portkey"

    @override
    def prepare(self) -> str | None:
        return installation.portkey()

    @override
    def version(self) -> str:
        package = installation.PORTKEY / "package.json"
        portkey = msgspec.json.decode(package.read_bytes(), type=dict[str, object])["version"]
        return f"{portkey} on Node {printed(['node', '--version']).removeprefix('v')}"

    @override
    def launch(self, folder: Path, port: int, upstream: int) -> Launch:
        program = installation.PORTKEY / "build" / "start-server.js"
        return Launch(
            ["node", str(program), f"--port={port}", "--headless"], {"NODE_ENV": "production"}
        )

    @override
    def headers(self, upstream: int, provider: str) -> Mapping[str, str]:
        return {
            "authorization": "Bearer sk-bench",
            "x-portkey-provider": provider,
            "x-portkey-custom-host": f"http://127.0.0.1:{upstream}/v1",
        }


class Nginx(Contender):
    """nginx as a pass-through proxy with one worker: the least that a proxy can cost."""

    name = "nginx"
    title = "nginx, bare"

    @override
    def prepare(self) -> str | None:
        return None if shutil.which("nginx") else installation.how_to_install("nginx")

    @override
    def version(self) -> str:
        found = re.search(r"nginx/(\S+)", printed(["nginx", "-v"]))
        return found[1] if found else "unknown"

    @override
    def launch(self, folder: Path, port: int, upstream: int) -> Launch:
        return Launch(nginx.proxy(folder, port, upstream))

    @override
    def headers(self, upstream: int, provider: str) -> Mapping[str, str]:
        return {}


CONTENDERS: tuple[Contender, ...] = (Gateway(), Portkey(), Nginx())
