"""Alerts reach the operator's address, are tried again, and are given up aloud."""

import json
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from ai_gateway.admission import webhook as module
from ai_gateway.admission.alert import BudgetAlert
from ai_gateway.admission.webhook import Webhook
from ai_gateway.background.supervisor import Supervisor
from ai_gateway.transport.client import Client
from ai_gateway.transport.settings import TransportSettings
from tests.integration.robustness.upstreams import Exchange, sized, upstream

ALERT = BudgetAlert("client:a", "day", 0, None, True, "0.5", 1_000, 600)


class Receiver:
    """Answers with each of `statuses` in turn, the last one for good."""

    def __init__(self, *statuses: bytes) -> None:
        self._statuses = list(statuses)
        self.seen: list[tuple[bytes, bytes]] = []

    async def __call__(self, exchange: Exchange) -> None:
        self.seen.append((exchange.target, exchange.body))
        status = self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        await exchange.send(sized(b"", status=status))


@asynccontextmanager
async def webhook(url: str) -> AsyncGenerator[tuple[Webhook, list[Coroutine[Any, Any, None]]]]:
    client, supervisor = Client(TransportSettings()), Supervisor()
    work: list[Coroutine[Any, Any, None]] = []
    try:
        yield Webhook(url, client, lambda one, _name: work.append(one)), work
    finally:
        await supervisor.aclose()
        await client.aclose()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAUSES", (0.0, 0.0))


@pytest.mark.anyio
async def test_an_alert_is_posted_as_json():
    receiver = Receiver(b"204 No Content")
    async with upstream(receiver) as there, webhook(f"{there.url}/hook?a=1") as (hook, work):
        hook(ALERT)
        await work.pop()
    [(target, body)] = receiver.seen
    assert target == b"/hook?a=1"
    assert json.loads(body) == {
        "event": "budget_alert",
        "allowance": "client:a",
        "period": "day",
        "since": 0,
        "model": None,
        "hard": True,
        "threshold": "0.5",
        "amount": 1_000,
        "spent": 600,
    }


@pytest.mark.anyio
async def test_a_receiver_that_fails_is_tried_again():
    receiver = Receiver(b"503 Busy", b"200 OK")
    async with upstream(receiver) as there, webhook(there.url) as (hook, work):
        hook(ALERT)
        await work.pop()
    assert [target for target, _ in receiver.seen] == [b"/", b"/"]


@pytest.mark.anyio
async def test_after_the_last_attempt_it_is_given_up_and_logged(caplog: pytest.LogCaptureFixture):
    receiver = Receiver(b"500 No")
    async with upstream(receiver) as there, webhook(there.url) as (hook, work):
        hook(ALERT)
        await work.pop()
    assert len(receiver.seen) == 3
    assert "did not reach the webhook: it answered 500" in caplog.text


@pytest.mark.anyio
async def test_an_address_where_nobody_listens_is_logged(caplog: pytest.LogCaptureFixture):
    async with upstream(Receiver(b"200 OK")) as there:
        url = there.url
    async with webhook(url) as (hook, work):
        hook(ALERT)
        await work.pop()
    assert "did not reach the webhook" in caplog.text
