"""Runs the gateway from its settings to its last stream."""

import asyncio
import signal
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from functools import partial

from ai_gateway.app import build
from ai_gateway.background.supervisor import Supervisor
from ai_gateway.cli.banner import Started
from ai_gateway.cli.simulation import SIMULATED_PROVIDERS, simulated
from ai_gateway.config.credentials import credential_origins
from ai_gateway.config.loader import Notes, load
from ai_gateway.config.reload import Reloader, Report
from ai_gateway.config.settings import Settings
from ai_gateway.config.source import source_of
from ai_gateway.simulator.server import Simulator


async def serve(
    config: str | None,
    environment: Mapping[str, str],
    announce: Callable[[Started], None],
    report: Report,
    *,
    simulate_without_keys: bool,
) -> None:
    """Serve until SIGTERM or SIGINT, then drain; `announce` is called once it listens.

    `config` names the file as `--config` does. It is read again on SIGHUP and when it has
    changed, and `report` hears what came of it. With `simulate_without_keys`, and no provider
    that could be called, the simulator runs beside the gateway on a port of its own. Raises
    `ConfigurationInvalid`, and `StartRefused` where an address is taken.
    """
    source = source_of(config, environment)
    read = partial(load, config, environment, notes=Notes())
    # Before the loop has anything to do, so it may wait for AWS.
    settings = read()
    origins = credential_origins(settings, environment)
    stand_ins: tuple[str, ...] = ()
    async with AsyncExitStack() as running:
        if simulate_without_keys and not origins:
            simulator = await running.enter_async_context(Simulator())
            unsimulated, url = read, simulator.url
            settings = simulated(settings, url)
            stand_ins = SIMULATED_PROVIDERS
            read = partial(_simulated, unsimulated, url)
        gateway = await running.enter_async_context(build(settings))
        reloader = Reloader(source, read, gateway.reload, report)
        supervisor = Supervisor()
        running.push_async_callback(supervisor.aclose)
        supervisor.spawn(reloader.run(settings), "reload of the configuration")
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGHUP, reloader.wake)
        running.callback(loop.remove_signal_handler, signal.SIGHUP)
        announce(Started(settings, gateway.url, gateway.admin_url, origins, stand_ins))
        await gateway.serve_until_signal()


def _simulated(read: Callable[[], Settings], url: str) -> Settings:
    return simulated(read(), url)
