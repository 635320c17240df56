"""A provider with a known dialect is one table of the catalogue and no Python."""

from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path

import pytest

from ai_gateway.providers import catalogue as module
from ai_gateway.providers.catalogue import catalogue
from ai_gateway.simulator.server import Simulator
from tests.integration.callers.sdks import Sdks, sdks
from tests.integration.gateways import KEY, running, settings_for

pytestmark = pytest.mark.anyio

ENTRIES = """
[newcomer]
base_url = "{url}/v1"
key = "NEWCOMER_API_KEY"
credential = "bearer"
operations = ["chat", "passthrough"]
foreign = "chat"
chat = {{ current = false }}
source = "https://newcomer.example/docs"

[newcomer-two]
base_url = "{url}/v1"
key = "NEWCOMER_TWO_API_KEY"
credential = "x-api-key"
operations = ["messages", "passthrough"]
foreign = "messages"
headers = {{ "anthropic-version" = "2023-06-01" }}
source = "https://newcomer.example/two"
"""


@pytest.fixture
async def callers(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Sdks]:
    """A gateway that read a copy of the catalogue with two more tables."""
    known = files("ai_gateway.providers").joinpath("catalogue.toml").read_text("utf-8")
    copy = tmp_path / "catalogue.toml"
    copy.write_text(known + ENTRIES.format(url=simulator.url), "utf-8")

    def beside(package: str) -> Path:
        assert package == "ai_gateway.providers"
        return tmp_path

    monkeypatch.setattr(module, "files", beside)
    catalogue.cache_clear()
    try:
        keys = {name: {"api_key": KEY} for name in ("newcomer", "newcomer-two")}
        settings = settings_for(simulator.url, providers=keys)
        async with running(settings) as gateway, sdks(gateway.url) as callers:
            yield callers
    finally:
        catalogue.cache_clear()


async def test_callers_of_its_own_dialect_are_answered(callers: Sdks, simulator: Simulator):
    answer = await callers.openai.chat.completions.create(
        model="newcomer/m", messages=[{"role": "user", "content": "hello"}]
    )
    assert answer.choices[0].message.content == "You said: hello"
    assert simulator.requests[-1].path == "/v1/chat/completions"


@pytest.mark.parametrize(
    ("model", "path"),
    [("newcomer/m", "/v1/chat/completions"), ("newcomer-two/claude-x", "/v1/messages")],
)
async def test_callers_of_another_dialect_are_answered(
    callers: Sdks, simulator: Simulator, model: str, path: str
):
    response = await callers.openai.responses.create(model=model, input="hello")
    assert response.output_text == "You said: hello"
    assert simulator.requests[-1].path == path


async def test_streams_cross_too(callers: Sdks):
    async with callers.anthropic.messages.stream(
        model="newcomer/m", max_tokens=99, messages=[{"role": "user", "content": "hello"}]
    ) as stream:
        assert await stream.get_final_text() == "You said: hello"


async def test_tokens_are_estimated_without_asking_it(callers: Sdks, simulator: Simulator):
    asked = len(simulator.requests)
    raw = await callers.anthropic.messages.with_raw_response.count_tokens(
        model="newcomer/m", messages=[{"role": "user", "content": "hello"}]
    )
    assert (await raw.parse()).input_tokens == 2
    assert raw.headers["x-ai-gateway-estimated"] == "true"
    assert len(simulator.requests) == asked
