"""From settings to the last stream, with a gateway that only notes what is done to it."""

import asyncio
import os
import signal
from collections.abc import Generator
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from ai_gateway.app import StartRefused
from ai_gateway.cli import serve as module
from ai_gateway.cli.banner import Started
from ai_gateway.cli.serve import serve
from ai_gateway.config.mistakes import ConfigurationInvalid
from ai_gateway.config.reload import Kept, Reloaded, Report
from ai_gateway.config.settings import Settings

pytestmark = pytest.mark.anyio


class NotedGateway:
    """Stands in for the gateway; the last one made is `current`."""

    current: "NotedGateway"
    folder: Path
    report: Report
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

    def reload(self, settings: Settings) -> tuple[str, ...]:
        self.steps.append("reloaded")
        self.settings = settings
        return ()

    async def serve_until_signal(self) -> None:
        self.steps.append("serves")
        await NotedGateway.until()

    @staticmethod
    async def until() -> None:
        """Wait for whatever ends the serving; at once by default."""


def unexpected(outcome: Reloaded | Kept) -> None:
    raise AssertionError(outcome)


@pytest.fixture(autouse=True)
def noted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Generator[None]:
    monkeypatch.setattr(NotedGateway, "folder", tmp_path, raising=False)
    monkeypatch.setattr(NotedGateway, "report", unexpected, raising=False)
    monkeypatch.setattr(module, "build", NotedGateway)
    yield
    if hasattr(NotedGateway, "current"):
        del NotedGateway.current


async def started(text: str, *, simulate_without_keys: bool) -> Started:
    """Serve with a file that says `text` until nothing is left to do."""
    path = NotedGateway.folder / "gateway.yaml"
    path.write_text(text)
    heard: list[Started] = []

    def announce(what: Started) -> None:
        NotedGateway.current.steps.append("announced")
        heard.append(what)

    await serve(
        str(path),
        {"KEY": "sk-1"},
        announce,
        NotedGateway.report,
        simulate_without_keys=simulate_without_keys,
    )
    (what,) = heard
    return what


async def test_it_announces_once_it_listens_and_stops_in_the_end():
    what = await started("", simulate_without_keys=False)
    assert NotedGateway.current.steps == ["listens", "announced", "serves", "stopped"]
    assert (what.url, what.admin_url) == (NotedGateway.url, NotedGateway.admin_url)
    assert what.simulated == ()


async def test_without_keys_and_with_the_flag_the_simulator_answers():
    what = await started("", simulate_without_keys=True)
    assert what.simulated == ("openai", "anthropic", "azure-openai", "bedrock", "google")
    assert NotedGateway.current.settings is what.settings
    base_url = what.settings.providers["openai"].base_url
    assert base_url is not None
    assert base_url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("provider", ["openai: {api_key: '${KEY}'}", "openai: {like: ollama}"])
async def test_a_provider_that_can_be_called_is_not_simulated(provider: str):
    what = await started(f"providers: {{{provider}}}", simulate_without_keys=True)
    assert what.simulated == ()
    assert what.settings.providers["openai"].base_url is None


async def test_a_file_with_mistakes_starts_nothing():
    with pytest.raises(ConfigurationInvalid, match=r"edge\.port"):
        await started("edge: {port: abc}", simulate_without_keys=False)
    assert not hasattr(NotedGateway, "current")


@pytest.mark.parametrize("simulate", [False, True])
async def test_sighup_reads_the_file_again(monkeypatch: pytest.MonkeyPatch, simulate: bool):
    heard: asyncio.Queue[Reloaded | Kept] = asyncio.Queue()
    outcomes: list[Reloaded | Kept] = []

    async def until() -> None:
        (NotedGateway.folder / "gateway.yaml").write_text("accounting: {log: false}")
        os.kill(os.getpid(), signal.SIGHUP)
        async with asyncio.timeout(10):
            outcomes.append(await heard.get())

    monkeypatch.setattr(NotedGateway, "until", staticmethod(until))
    monkeypatch.setattr(NotedGateway, "report", heard.put_nowait)
    before = signal.getsignal(signal.SIGHUP)
    what = await started("", simulate_without_keys=simulate)
    assert what.settings.accounting.log is True
    gateway = NotedGateway.current
    assert gateway.steps == ["listens", "announced", "serves", "reloaded", "stopped"]
    assert gateway.settings.accounting.log is False
    assert ("openai" in gateway.settings.providers) is simulate
    assert outcomes == [Reloaded(())]
    assert signal.getsignal(signal.SIGHUP) == before


async def test_a_refused_start_announces_nothing(monkeypatch: pytest.MonkeyPatch):
    async def refuse(self: NotedGateway) -> NotedGateway:
        raise StartRefused("edge.port is taken")

    monkeypatch.setattr(NotedGateway, "__aenter__", refuse)
    with pytest.raises(StartRefused):
        await started("", simulate_without_keys=True)
    assert NotedGateway.current.steps == []
