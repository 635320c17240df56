"""A gateway in front of an upstream whose behaviour a test can change between calls."""

from collections.abc import AsyncGenerator

import pytest

from ai_gateway.app import Gateway
from tests.integration.gateways import running, settings_for
from tests.integration.robustness.callers import Answer, calling, get
from tests.integration.robustness.upstreams import Exchange, Script, sized, upstream


class Relay:
    """A gateway and its upstream, which answers every request as `script` does.

    The alias `smart` asks for `gpt-5-mini`.
    """

    gateway: Gateway

    def __init__(self) -> None:
        self.script: Script = _empty
        self.seen: list[bytes] = []

    async def serve(self, exchange: Exchange) -> None:
        self.seen.append(exchange.body)
        await self.script(exchange)

    async def ask(self, request: bytes, method: bytes = b"POST") -> Answer:
        """Return the answer to `request`, after which its connection must still be good."""
        async with calling(self.gateway.url) as caller:
            await caller.send(request)
            answer = await caller.answer(method)
            await caller.send(get(b"/health"))
            assert (await caller.answer()).body == b'{"status":"ok"}'
        return answer


async def _empty(exchange: Exchange) -> None:
    await exchange.send(sized(b"{}"))


@pytest.fixture(scope="module")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """Run every test of a module on one event loop, which one gateway can serve."""
    return "asyncio", {"use_uvloop": True}


@pytest.fixture
def relay(lasting_relay: Relay) -> Relay:
    """Return the module's relay as if it were new."""
    lasting_relay.script = _empty
    lasting_relay.seen.clear()
    return lasting_relay


@pytest.fixture(scope="module")
async def lasting_relay(anyio_backend: object) -> AsyncGenerator[Relay, None]:
    relay = Relay()
    alias = {"models": {"smart": {"provider": "openai", "model": "gpt-5-mini"}}}
    async with (
        upstream(relay.serve) as provider,
        running(settings_for(provider.url, routing=alias)) as relay.gateway,
    ):
        yield relay


@pytest.fixture
async def streaming_relay(anyio_backend: object) -> AsyncGenerator[Relay, None]:
    """Yield a relay whose script reads the request's body by itself."""
    relay = Relay()
    async with (
        upstream(relay.serve, whole=False) as provider,
        running(settings_for(provider.url)) as relay.gateway,
    ):
        yield relay
