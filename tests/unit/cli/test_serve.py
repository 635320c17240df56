"""From settings to the last stream, with a gateway that only notes what is done to it."""

import asyncio
import os
import signal
from types import TracebackType
from typing import Self, cast

import pytest
from pydantic import SecretStr

from ai_gateway.app import Gateway, StartRefused
from ai_gateway.cli import serve as module
from ai_gateway.cli.banner import Started
from ai_gateway.cli.serve import serve
from ai_gateway.config.mistakes import ConfigurationInvalid, Mistake
from ai_gateway.config.settings import Settings
from ai_gateway.providers.settings import ProviderSettings

pytestmark = pytest.mark.anyio


class NotedGateway:
    """Stands in for the gateway; the last one made is `current`."""

    current: "NotedGateway"
    url = "http://127.0.0.1:1"
    admin_url = "http://127.0.0.1:2"
    hang_ups = 0

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.steps: list[str] = []
        self.reloaded: list[Settings] = []
        self.heard = asyncio.Event()
        NotedGateway.current = self

    async def __aenter__(self) -> Self:
        self.steps.append("listens")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.steps.append("stopped")

    async def serve_until_signal(self) -> None:
        self.steps.append("serves")
        for _ in range(self.hang_ups):
            self.heard.clear()
            os.kill(os.getpid(), signal.SIGHUP)
            await asyncio.wait_for(self.heard.wait(), 5)

    def reload(self, settings: Settings) -> tuple[str, ...]:
        self.reloaded.append(settings)
        self.heard.set()
        return ("edge",)


@pytest.fixture(autouse=True)
def noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "build", NotedGateway)


async def started(settings: Settings, *, simulate_without_keys: bool) -> Started:
    heard: list[Started] = []

    def announce(what: Started) -> None:
        NotedGateway.current.steps.append("announced")
        heard.append(what)

    await serve(settings, {}, announce, Settings, simulate_without_keys=simulate_without_keys)
    (what,) = heard
    return what


async def test_it_announces_once_it_listens_and_stops_in_the_end():
    what = await started(Settings(), simulate_without_keys=False)
    assert NotedGateway.current.steps == ["listens", "announced", "serves", "stopped"]
    assert (what.url, what.admin_url) == (NotedGateway.url, NotedGateway.admin_url)
    assert what.simulated == ()


async def test_without_keys_and_with_the_flag_the_simulator_answers():
    what = await started(Settings(), simulate_without_keys=True)
    assert what.simulated == ("openai", "anthropic", "azure-openai", "bedrock", "google")
    assert NotedGateway.current.settings is what.settings
    base_url = what.settings.providers["openai"].base_url
    assert base_url is not None
    assert base_url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    "provider", [ProviderSettings(api_key=SecretStr("k")), ProviderSettings(like="ollama")]
)
async def test_a_provider_that_can_be_called_is_not_simulated(provider: ProviderSettings):
    settings = Settings(providers={"openai": provider})
    what = await started(settings, simulate_without_keys=True)
    assert what.simulated == ()
    assert what.settings is settings


async def test_a_refused_start_announces_nothing(monkeypatch: pytest.MonkeyPatch):
    async def refuse(self: NotedGateway) -> NotedGateway:
        raise StartRefused("edge.port is taken")

    monkeypatch.setattr(NotedGateway, "__aenter__", refuse)
    with pytest.raises(StartRefused):
        await started(Settings(), simulate_without_keys=True)
    assert NotedGateway.current.steps == []


async def test_sighup_has_the_clients_read_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(NotedGateway, "hang_ups", 2)
    await started(Settings(), simulate_without_keys=False)
    assert NotedGateway.current.reloaded == [Settings(), Settings()]
    assert "take effect at the next start: edge" in caplog.text


async def test_a_configuration_with_mistakes_leaves_the_gateway_as_it_was(
    caplog: pytest.LogCaptureFixture,
):
    def mistaken() -> Settings:
        raise ConfigurationInvalid((Mistake("clients.a", "unknown key", "correct it"),))

    gateway = NotedGateway(Settings())
    module._reload(cast("Gateway", gateway), mistaken)
    assert gateway.reloaded == []
    assert "clients.a: unknown key" in caplog.text
