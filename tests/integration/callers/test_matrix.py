"""Everything that can happen to a call, as each vendor's own SDK sees it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any, NamedTuple

import anthropic
import openai
import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.callers.matrix.columns import COLUMNS, Column, WayName
from tests.integration.callers.matrix.conditions import (
    CONDITIONS,
    NOT_APPLICABLE,
    WORKS,
    Condition,
)
from tests.integration.callers.matrix.page import PAGE, PROPERTY, page
from tests.integration.callers.sdks import Sdks, sdks
from tests.integration.gateways import KEY, running, settings_for

SdkError = openai.APIError | anthropic.APIError


class Places(NamedTuple):
    """Where a call can go: through a gateway, through an impatient one, past every gateway."""

    gateway: Sdks
    impatient: Sdks
    direct: Sdks


class Seen(NamedTuple):
    """What an SDK raised, None where the call worked, and how many events of a stream it gave."""

    error: SdkError | None
    events: int


@pytest.fixture(scope="module")
async def places(simulator: Simulator) -> AsyncIterator[Places]:
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        # Bound and not listening: whoever connects is refused, and nobody else gets the port.
        closed = stack.enter_context(socket.socket())
        closed.bind(("127.0.0.1", 0))
        unreachable = {
            f"unreachable-{vendor}": {
                "like": vendor,
                "base_url": f"http://127.0.0.1:{closed.getsockname()[1]}/v1",
                "api_key": KEY,
            }
            for vendor in ("openai", "anthropic")
        }
        gateway = await enter(running(settings_for(simulator.url, providers=unreachable)))
        impatient = await enter(
            running(settings_for(simulator.url, transport={"first_byte_timeout": 0.1}))
        )
        yield Places(
            await enter(sdks(gateway.url)),
            await enter(sdks(impatient.url)),
            await enter(sdks(simulator.url)),
        )


async def attempt(way: WayName, column: Column, callers: Sdks, model: str) -> Seen:
    events: list[object] = []
    try:
        await column.ways[way](callers, model, events)
    except (openai.APIError, anthropic.APIError) as error:
        return Seen(error, len(events))
    return Seen(None, len(events))


def header(error: SdkError, name: str) -> str | None:
    response = getattr(error, "response", None)
    return None if response is None else response.headers.get(name)


def said(error: SdkError) -> Any:
    """Return the error object that the SDK read, without the envelope that names the request."""
    body: Any = error.body
    return body["error"] if isinstance(body, dict) and "error" in body else body


def check_providers_error(error: SdkError, direct: SdkError | None) -> None:
    """The provider's error arrives as it would without a gateway."""
    assert type(error) is type(direct)
    assert direct is not None
    assert said(error) == said(direct)
    if isinstance(error, openai.APIStatusError | anthropic.APIStatusError):
        assert error.request_id is not None
        assert error.request_id.startswith("req_")
        assert header(error, "retry-after") == header(direct, "retry-after")
        assert header(error, "x-ai-gateway-request-id")


def check_gateways_error(error: SdkError, words: str) -> None:
    """The gateway's own error says what happened, and names the call."""
    assert words in said(error)["message"]
    if isinstance(error, openai.APIStatusError | anthropic.APIStatusError):
        if error.status_code == 200:
            # In a stream the header fields are the provider's; the event names the call.
            body: Any = error.body
            assert body["request_id"] == header(error, "x-ai-gateway-request-id")
        else:
            assert error.request_id == header(error, "x-ai-gateway-request-id")


CELLS = [
    pytest.param(condition, column, id=f"{condition.title}-{column.title}")
    for condition in CONDITIONS
    for column in COLUMNS
    if condition.expected(column) != NOT_APPLICABLE
]


@pytest.mark.anyio
@pytest.mark.parametrize(("condition", "column"), CELLS)
async def test_cell(
    condition: Condition, column: Column, places: Places, record_property: Any
) -> None:
    callers = places.impatient if condition.place == "hanging" else places.gateway
    model = condition.model(column)
    ways: list[WayName] = [way for way in condition.ways if way in column.ways]
    seen = await asyncio.gather(*(attempt(way, column, callers, model) for way in ways))
    names = {WORKS if error is None else type(error).__name__ for error, _ in seen}
    record_property(PROPERTY, (condition.title, column.title, " and ".join(sorted(names))))
    assert names == {condition.expected(column)}
    for way, (error, events) in zip(ways, seen, strict=True):
        if error is None:
            continue
        if condition.author == "provider":
            direct = await attempt(way, column, places.direct, model)
            check_providers_error(error, direct.error)
            assert events == direct.events
        else:
            check_gateways_error(error, condition.words)
            # What came before the end was passed on; Anthropic's SDK keeps a ping to itself.
            assert condition.events - 1 <= events <= condition.events


@pytest.mark.anyio
async def test_the_wait_that_a_provider_asks_for_is_visible(places: Places) -> None:
    chat, messages = places.gateway.openai.chat.completions, places.gateway.anthropic.messages
    with pytest.raises(openai.RateLimitError) as from_openai:
        await chat.create(
            model="gpt-5-mini@status=429;retry-after=7",
            messages=[{"role": "user", "content": "hello"}],
        )
    with pytest.raises(anthropic.RateLimitError) as from_anthropic:
        await messages.create(
            model="claude-haiku-4-5@status=429;retry-after=7",
            max_tokens=9,
            messages=[{"role": "user", "content": "hello"}],
        )
    for raised in (from_openai.value, from_anthropic.value):
        assert raised.response.headers["retry-after"] == "7"


def test_the_page_says_what_the_tests_assert() -> None:
    assert PAGE.read_text("utf-8") == page(), (
        "docs/compatibility.md is not true; write it anew: "
        "python -m tests.integration.callers.matrix"
    )
