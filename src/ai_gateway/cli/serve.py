"""Runs the gateway from its settings to its last stream."""

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack

from ai_gateway.app import build
from ai_gateway.cli.banner import Started
from ai_gateway.cli.simulation import SIMULATED_PROVIDERS, simulated
from ai_gateway.config.credentials import credential_origins
from ai_gateway.config.settings import Settings
from ai_gateway.simulator.server import Simulator


async def serve(
    settings: Settings,
    environment: Mapping[str, str],
    announce: Callable[[Started], None],
    *,
    simulate_without_keys: bool,
) -> None:
    """Serve until SIGTERM or SIGINT, then drain; `announce` is called once it listens.

    With `simulate_without_keys`, and no provider that could be called, the simulator runs
    beside the gateway on a port of its own. Raises `StartRefused` where an address is taken.
    """
    origins = credential_origins(settings, environment)
    stand_ins: tuple[str, ...] = ()
    async with AsyncExitStack() as running:
        if simulate_without_keys and not origins:
            simulator = await running.enter_async_context(Simulator())
            settings = simulated(settings, simulator.url)
            stand_ins = SIMULATED_PROVIDERS
        gateway = await running.enter_async_context(build(settings))
        announce(Started(settings, gateway.url, gateway.admin_url, origins, stand_ins))
        await gateway.serve_until_signal()
