"""Runs the gateway from its settings to its last stream."""

import asyncio
import logging
import signal
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack

from ai_gateway.app import Gateway, build
from ai_gateway.cli.banner import Started
from ai_gateway.cli.simulation import SIMULATED_PROVIDERS, simulated
from ai_gateway.config.credentials import credential_origins
from ai_gateway.config.mistakes import ConfigurationInvalid
from ai_gateway.config.settings import Settings
from ai_gateway.simulator.server import Simulator

_log = logging.getLogger(__name__)


async def serve(
    settings: Settings,
    environment: Mapping[str, str],
    announce: Callable[[Started], None],
    reread: Callable[[], Settings],
    *,
    simulate_without_keys: bool,
) -> None:
    """Serve until SIGTERM or SIGINT, then drain; `announce` is called once it listens.

    With `simulate_without_keys`, and no provider that could be called, the simulator runs
    beside the gateway on a port of its own. At SIGHUP the clients of what `reread` returns are
    taken. Raises `StartRefused` where an address is taken.
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
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGHUP, _reload, gateway, reread)
        try:
            await gateway.serve_until_signal()
        finally:
            loop.remove_signal_handler(signal.SIGHUP)


def _reload(gateway: Gateway, reread: Callable[[], Settings]) -> None:
    try:
        later = gateway.reload(reread())
    except ConfigurationInvalid as invalid:
        # All or nothing: what runs goes on as it was.
        _log.error("the configuration was not taken:\n%s", invalid)
        return
    _log.warning("the clients of the configuration were taken")
    if later:
        _log.warning("these sections take effect at the next start: %s", ", ".join(later))
