"""Several gateways in processes of their own, one store, and a provider that charges."""

import asyncio
import json
import random
import re
import signal
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from ai_gateway.auth.gateway_key import NewKey, make_key
from tests.conformance.store.server import Server, until
from tests.integration.admission.priced_gateway import cost
from tests.integration.robustness.callers import PATIENCE, Answer, calling, get, post
from tests.integration.robustness.upstreams import Exchange, sized, upstream

_CALLERS = re.compile(rb"callers\s+(http://\S+)")
_ADMIN = re.compile(rb"admin\s+(http://\S+)")
_ROOT = Path(__file__).parents[3]


class Provider:
    """Charges each call between 5 and 100 % of what its request allows at most."""

    def __init__(self) -> None:
        self._dice = random.Random(11)
        self.charged: list[int] = []
        self.bounds: list[int] = []

    async def __call__(self, exchange: Exchange) -> None:
        asked = json.loads(exchange.body)
        share = self._dice.uniform(0.05, 1)
        read, written = (max(1, int(share * most)) for most in _most(exchange.body, asked))
        self.charged.append(cost(read, written))
        self.bounds.append(asked["max_tokens"])
        usage = {
            "prompt_tokens": read,
            "completion_tokens": written,
            "total_tokens": read + written,
        }
        answer = {"object": "chat.completion", "model": "m", "choices": [], "usage": usage}
        await exchange.send(sized(json.dumps(answer).encode()))


def _most(body: bytes, asked: Mapping[str, int]) -> tuple[int, int]:
    return len(body), asked["max_tokens"]


class Fleet:
    """The addresses of gateways, the key of their one client, and what they may be done to."""

    def __init__(self, key: NewKey, admin_key: NewKey, provider: Provider) -> None:
        self._key = key
        self._admin_key = admin_key
        self.provider = provider
        self.processes: list[asyncio.subprocess.Process] = []
        self.urls: list[str] = []
        self.admin_urls: list[str] = []

    def kill(self, number: int) -> None:
        """End one gateway without a warning."""
        self.processes[number].send_signal(signal.SIGKILL)

    def call(self, max_tokens: int) -> bytes:
        """Return one call of the client."""
        body = {
            "model": "gpt-5-mini",
            "max_tokens": max_tokens,
            "messages": [{"role": "user", "content": "Tell me about the sea. " * 4}],
        }
        field = b"authorization: Bearer " + self._key.text.encode()
        return post(json.dumps(body, separators=(",", ":")).encode(), field)

    async def store_of(self, number: int) -> Mapping[str, object]:
        """Return what a gateway tells its operator of the store."""
        field = b"authorization: Bearer " + self._admin_key.text.encode()
        async with calling(self.admin_urls[number].removesuffix("/status")) as operator:
            await operator.send(get(b"/status", field))
            answer = await operator.answer()
        assert answer.status == 200, answer.body
        return json.loads(answer.body)["store"]


@asynccontextmanager
async def fleet(
    count: int,
    directory: Path,
    store: Server,
    client: Mapping[str, object],
    *,
    admission: Mapping[str, object] | None = None,
    timeout: float = 5.0,
) -> AsyncGenerator[Fleet]:
    """Run `count` gateways that share `store`, with one client of that policy.

    `admission` are settings of that section, `timeout` how long the store is waited for.
    """
    provider, key, admin_key = Provider(), make_key(), make_key()
    async with AsyncExitStack() as stack:
        served = await stack.enter_async_context(upstream(provider))
        settings = {
            "edge": {"port": 0, "drain_grace": 0.0},
            "admin": {"port": 0},
            "accounting": {"log": False},
            "auth": {
                "keys": {
                    key.id: {"client": "team", "sha256": key.sha256},
                    admin_key.id: {
                        "client": "operator",
                        "sha256": admin_key.sha256,
                        "scopes": ["admin"],
                    },
                }
            },
            "clients": {"team": client, "operator": {}},
            "store": {
                "backend": "redis",
                "redis": {"host": store.host, "port": store.port, "timeout": timeout, "lease": 2},
            },
            "admission": admission or {},
            "providers": {"openai": {"base_url": f"{served.url}/v1", "api_key": "${KEY}"}},
        }
        path = directory / "gateway.yaml"
        path.write_text(json.dumps(settings))
        running = Fleet(key, admin_key, provider)
        for number in range(count):
            output = stack.enter_context((directory / f"gateway-{number}.log").open("wb"))
            running.processes.append(await _started(path, output.fileno()))
            stack.push_async_callback(_ended, running.processes[-1])
        for number in range(count):
            log = directory / f"gateway-{number}.log"
            running.urls.append(await _announced(log, _CALLERS))
            running.admin_urls.append(await _announced(log, _ADMIN))
        yield running


async def _started(path: Path, log: int) -> asyncio.subprocess.Process:
    module = "tests.integration.admission.priced_gateway"
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, "serve", "--config", str(path)),
        cwd=_ROOT,
        env={"KEY": "sk-test", "PYTHONPATH": str(_ROOT)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=log,
    )


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    async with asyncio.timeout(PATIENCE):
        await process.wait()


async def _announced(log: Path, pattern: re.Pattern[bytes]) -> str:
    found: list[bytes] = []

    async def said() -> bool:
        found[:] = pattern.findall(await asyncio.to_thread(log.read_bytes))
        return bool(found)

    await until(said)
    return found[0].decode()


class Tally:
    """What the callers of a fleet were answered, by status and code."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def note(self, answer: Answer) -> str:
        """Count an answer, and return what it was."""
        said = "ok" if answer.status == 200 else json.loads(answer.body)["error"]["code"]
        self.counts[said] = self.counts.get(said, 0) + 1
        return said


async def call_until(url: str, wire: bytes, tally: Tally, enough: int, ends: str) -> None:
    """Call until the answer was `ends` so often as `enough`, or the gateway is no more."""
    try:
        async with calling(url) as caller:
            while enough:
                await caller.send(wire)
                said = tally.note(await caller.answer())
                if said == ends:
                    enough -= 1
                if said != "ok":
                    await asyncio.sleep(0.05)
    except (ConnectionError, asyncio.IncompleteReadError):
        return
