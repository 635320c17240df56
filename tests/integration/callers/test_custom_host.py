"""Addresses that a caller chooses: which are allowed, and what is never sent there."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import openai
import pytest
from openai import AsyncOpenAI

from ai_gateway.simulator.server import Simulator
from tests.integration.callers.sdks import sdks
from tests.integration.gateways import KEY, running, settings_for

OWN = "sk-own-9876543210"
LISTED_ONLY = {"hosts": ["localhost", "127.0.0.1", "*.example.com"]}
OPERATORS_FIELD = "operators-field-5555"


@pytest.fixture(scope="module")
async def elsewhere(anyio_backend: object) -> AsyncIterator[Simulator]:
    """A server that no configuration names."""
    async with Simulator() as simulator:
        yield simulator


@asynccontextmanager
async def calling(simulator: Simulator, custom_hosts: object) -> AsyncGenerator[AsyncOpenAI]:
    """Run a gateway with a key of its own that allows `custom_hosts`, and call it."""
    settings = settings_for(
        simulator.url,
        routing={"custom_hosts": custom_hosts},
        providers={
            "openai": {
                "base_url": f"{simulator.url}/v1",
                "api_key": KEY,
                "headers": {"x-operator": OPERATORS_FIELD},
            }
        },
    )
    async with running(settings) as gateway, sdks(gateway.url, OWN) as callers:
        yield callers.openai


@pytest.fixture(scope="module")
async def refused(simulator: Simulator) -> AsyncIterator[AsyncOpenAI]:
    """A caller of a gateway that lists hosts and no private network."""
    async with calling(simulator, LISTED_ONLY) as caller:
        yield caller


@pytest.fixture(scope="module")
async def allowed(simulator: Simulator) -> AsyncIterator[AsyncOpenAI]:
    """A caller of a gateway that lists the loopback network too."""
    async with calling(simulator, {**LISTED_ONLY, "networks": ["127.0.0.0/8"]}) as caller:
        yield caller


async def ask(caller: AsyncOpenAI, url: str) -> str | None:
    answer = await caller.chat.completions.create(
        model="gpt-5-mini",
        messages=[{"role": "user", "content": "hello"}],
        extra_headers={"x-portkey-custom-host": url},
    )
    return answer.choices[0].message.content


@pytest.mark.anyio
async def test_a_listed_host_in_a_listed_network_is_called_with_the_callers_key_alone(
    allowed: AsyncOpenAI, simulator: Simulator, elsewhere: Simulator
) -> None:
    before = len(simulator.requests)
    assert await ask(allowed, f"{elsewhere.url}/v1") == "You said: hello"
    assert len(simulator.requests) == before
    sent = str(elsewhere.requests[-1])
    assert OWN in sent
    assert KEY.get_secret_value() not in sent
    assert OPERATORS_FIELD not in sent


@pytest.mark.anyio
async def test_the_same_caller_without_a_custom_host_uses_the_servers_key(
    allowed: AsyncOpenAI, simulator: Simulator
) -> None:
    await allowed.chat.completions.create(
        model="gpt-5-mini",
        messages=[{"role": "user", "content": "hello"}],
        # A caller cannot take a field from what the operator sends.
        extra_headers={"x-operator": "callers-field"},
    )
    sent = str(simulator.requests[-1])
    assert KEY.get_secret_value() in sent
    assert OPERATORS_FIELD in sent
    assert OWN not in sent


@pytest.mark.anyio
async def test_without_a_key_of_its_own_the_caller_gets_none_of_the_servers(
    allowed: AsyncOpenAI, elsewhere: Simulator
) -> None:
    before = len(elsewhere.requests)
    with pytest.raises(openai.AuthenticationError):
        await allowed.chat.completions.create(
            model="gpt-5-mini",
            messages=[{"role": "user", "content": "hello"}],
            extra_headers={
                "Authorization": openai.omit,
                "x-portkey-custom-host": f"{elsewhere.url}/v1",
            },
        )
    assert len(elsewhere.requests) == before


@pytest.mark.anyio
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_listed_host_that_resolves_to_loopback_is_refused_without_its_network(
    refused: AsyncOpenAI, elsewhere: Simulator, host: str
) -> None:
    before = len(elsewhere.requests)
    with pytest.raises(openai.BadRequestError, match=r"routing\.custom_hosts\.networks") as raised:
        await ask(refused, f"http://{host}:{urlsplit(elsewhere.url).port}/v1")
    assert raised.value.code == "address_refused"
    assert len(elsewhere.requests) == before


@pytest.mark.anyio
@pytest.mark.parametrize(
    "url",
    [
        "http://attacker.test/v1",
        "http://example.com.attacker.test/v1",
        "http://notexample.com/v1",
        "http://[::1]:PORT/v1",
        "http://2130706433:PORT/v1",
        "http://127.1:PORT/v1",
        "http://localhost@127.0.0.2:PORT/v1",
        "http://user:password@localhost:PORT/v1",
        "http://localhost:PORT0000000/v1",
        "ftp://localhost/v1",
        "file:///etc/passwd",
        "//localhost:PORT/v1",
        "localhost:PORT",
        "",
    ],
)
async def test_what_is_not_listed_or_no_base_url_is_refused_and_not_called(
    allowed: AsyncOpenAI, elsewhere: Simulator, url: str
) -> None:
    before = len(elsewhere.requests)
    with pytest.raises(openai.BadRequestError) as raised:
        await ask(allowed, url.replace("PORT", str(urlsplit(elsewhere.url).port)))
    assert raised.value.code == "address_refused"
    assert raised.value.param == "x-portkey-custom-host"
    assert len(elsewhere.requests) == before


@pytest.mark.anyio
async def test_a_base_url_cannot_end_the_request_line(
    allowed: AsyncOpenAI, elsewhere: Simulator
) -> None:
    before = len(elsewhere.requests)
    with pytest.raises(openai.BadRequestError):
        await ask(allowed, f"{elsewhere.url}/v1 HTTP/1.1")
    assert len(elsewhere.requests) == before
