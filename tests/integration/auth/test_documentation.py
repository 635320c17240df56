"""Each command on the two pages runs as it stands there, in order, beside a gateway."""

import asyncio
import contextlib
import os
import re
import socket
import sys
from pathlib import Path

import pytest

from ai_gateway.config.loader import load
from tests.architecture.repository import ROOT
from tests.integration.gateways import running

pytestmark = pytest.mark.anyio

BLOCK = re.compile(r"^```(yaml|sh|text)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def free_ports() -> tuple[int, int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2)]
        one, two = (each.getsockname()[1] for each in sockets)
        return one, two


@pytest.mark.parametrize("page", ["authentication.md", "clients.md"])
async def test_every_command_of_the_page_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    text = (ROOT / "docs" / page).read_text()
    callers, operators = free_ports()
    text = text.replace("127.0.0.1:8787", f"127.0.0.1:{callers}")
    text = text.replace("127.0.0.1:8788", f"127.0.0.1:{operators}")
    blocks = BLOCK.findall(text)
    monkeypatch.chdir(tmp_path)
    ports = f"edge: {{port: {callers}}}\nadmin: {{port: {operators}}}\n"
    first = next(content for language, content in blocks if language == "yaml")
    (tmp_path / "gateway.yaml").write_text(ports + "accounting: {log: false}\n" + first)
    said: list[str] = []
    async with running(load(tmp_path / "gateway.yaml", {})):
        for language, content in blocks:
            if language != "sh":
                continue
            script = f"set -euo pipefail\n{content}"
            process = await asyncio.create_subprocess_exec(
                *("bash", "-c", script),
                cwd=tmp_path,
                env={
                    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                    "HOME": str(tmp_path),
                    "AI_GATEWAY_CONFIG": "gateway.yaml",
                },
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
            output, _ = await process.communicate()
            said.append(output.decode())
            assert process.returncode == 0, content + output.decode()
    shown = next((content for language, content in blocks if language == "text"), "")
    assert shown in "".join(said)
    assert not re.search(r"agw_[0-9a-f]{16}_", "".join(said))
