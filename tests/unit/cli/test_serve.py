"""From settings to the last stream, with a gateway that only notes what is done to it."""

from types import TracebackType
from typing import Self

import pytest
from pydantic import SecretStr

from ai_gateway.app import StartRefused
from ai_gateway.cli import serve as module
from ai_gateway.cli.banner import Started
from ai_gateway.cli.serve import serve
from ai_gateway.config.settings import Settings
from ai_gateway.providers.settings import ProviderSettings

pytestmark = pytest.mark.anyio


class NotedGateway:
    """Stands in for the gateway; the last one made is `current`."""

    current: "NotedGateway"
    url = "http://127.0.0.1:1"
    admin_url = "http://127.0.0.1:2"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.steps: list[str] = []
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


@pytest.fixture(autouse=True)
def noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "build", NotedGateway)


async def started(settings: Settings, *, simulate_without_keys: bool) -> Started:
    heard: list[Started] = []

    def announce(what: Started) -> None:
        NotedGateway.current.steps.append("announced")
        heard.append(what)

    await serve(settings, {}, announce, simulate_without_keys=simulate_without_keys)
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
