"""A gateway in a process of its own: started as an operator does, watched from outside."""

import asyncio
import re
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from tests.integration.robustness.callers import PATIENCE

_PROGRAM = "from ai_gateway.cli.main import main; main()"
_CALLERS = re.compile(rb"callers\s+(http://\S+)")


class GatewayProcess:
    """A running `ai-gateway serve`; `url` is where its callers go."""

    def __init__(self, process: asyncio.subprocess.Process, url: str, output: Path) -> None:
        self._process = process
        self._output = output
        self.url = url

    @property
    def memory(self) -> int:
        """The bytes of memory that the process holds now."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    @property
    def output(self) -> bytes:
        """What it has written to standard output."""
        return self._output.read_bytes()

    async def exit_code(self) -> int:
        async with asyncio.timeout(PATIENCE):
            return await self._process.wait()


@asynccontextmanager
async def gateway_process(
    directory: Path, upstream: str, *, log: bool = False, **edge: float
) -> AsyncGenerator[GatewayProcess, None]:
    """Run a gateway whose providers are at `upstream`; `log` puts its calls on record in a file."""
    settings: Mapping[str, object] = {
        "edge": {"port": 0, **edge},
        "admin": {"port": 0},
        "accounting": {"log": log},
        "providers": {
            name: {"base_url": f"{upstream}/v1", "api_key": "${KEY}"}
            for name in ("openai", "anthropic")
        },
    }
    # JSON is YAML.
    path = directory / "gateway.yaml"
    path.write_bytes(msgspec.json.encode(settings))
    output = directory / "calls.log"
    log_file = output.open("wb")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _PROGRAM, "serve", "--config", str(path)),
        env={"KEY": "sk-test"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=log_file,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield GatewayProcess(process, await _announced(process), output)
    finally:
        if process.returncode is None:
            process.kill()
        # Reads the pipe to its end, which closes it.
        await process.communicate()
        log_file.close()


async def _announced(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    said = b""
    async with asyncio.timeout(PATIENCE):
        while line := await process.stderr.readline():
            said += line
            if found := _CALLERS.search(line):
                return found[1].decode()
    raise AssertionError(f"the gateway did not start: {said.decode()}")
