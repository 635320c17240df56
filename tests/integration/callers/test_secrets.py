"""Keys go to the provider that they are for, and nowhere else, whatever goes wrong."""

import json
import logging
import socket
from collections.abc import AsyncIterator
from typing import NamedTuple

import msgspec
import pytest

from ai_gateway.app import Gateway
from ai_gateway.config.settings import Settings
from ai_gateway.simulator.server import Simulator
from tests.integration.callers.ledger import Ledger, recorded
from tests.integration.callers.raw import exchange
from tests.integration.gateways import settings_for

# What is looked for is the middle of each key, so that a part of one is found as well.
SECRETS = ("5e4ve45", "ca11e45", "c11e4753c4e7", "p4055304d")
SERVERS_KEY = "sk-server-5e4ve45-0001"
CALLERS_KEY = "sk-caller-ca11e45-0002"
CLIENT_SECRET = "invalid-c11e4753c4e7-0003"
PASSWORD = "p4055304d"


class Wire(msgspec.Struct, frozen=True):
    """A request as bytes; `target` is where it goes, `status` how it is answered."""

    status: int
    model: str = "gpt-5-mini"
    stream: bool = False
    path: str = "/v1/chat/completions"
    headers: dict[str, str] = {}
    method: str = "POST"
    body: bytes | None = None

    def request(self) -> bytes:
        asked = {
            "model": self.model,
            "messages": [{"role": "user", "content": "hello"}],
            "stream": self.stream,
        }
        body = json.dumps(asked).encode() if self.body is None else self.body
        fields = {
            "host": "localhost",
            "connection": "close",
            "content-type": "application/json",
            "content-length": str(len(body)),
            "authorization": f"Bearer {CALLERS_KEY}",
            "x-api-key": CALLERS_KEY,
            "api-key": CALLERS_KEY,
            "cookie": f"session={CALLERS_KEY}",
            **self.headers,
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return f"{self.method} {self.path} HTTP/1.1\r\n{lines}\r\n".encode() + body


CASES = {
    "answered": Wire(200),
    "streamed": Wire(200, stream=True),
    **{f"provider's {code}": Wire(code, f"gpt-5-mini@status={code}") for code in (400, 401, 500)},
    "provider refuses the key": Wire(401, "wrong/gpt-5-mini"),
    "provider disconnects": Wire(502, "gpt-5-mini@disconnect"),
    "no HTTP": Wire(502, "gpt-5-mini@garbage=http"),
    "a proxy's page": Wire(502, "gpt-5-mini@garbage=html"),
    "timeout": Wire(504, "gpt-5-mini@hang"),
    "unreachable": Wire(502, "unreachable/gpt-5-mini"),
    "error first": Wire(200, "gpt-5-mini@error-first", stream=True),
    "stream dies": Wire(200, "gpt-5-mini@die-after=2", stream=True),
    "stream falls silent": Wire(200, "gpt-5-mini@hang-after=2", stream=True),
    "token refused": Wire(502, "entra/gpt-5-mini"),
    "token endpoint unreachable": Wire(502, "entra-unreachable/gpt-5-mini"),
    "another dialect": Wire(200, "anthropic/claude-haiku-4-5"),
    "unknown provider": Wire(400, headers={"x-portkey-provider": CALLERS_KEY[:3]}),
    "config": Wire(400, headers={"x-portkey-config": f'{{"api_key": "{CALLERS_KEY}"}}'}),
    "host not listed": Wire(400, headers={"x-portkey-custom-host": "http://other.test/v1"}),
    "password in the host": Wire(
        400, headers={"x-portkey-custom-host": f"http://user:{PASSWORD}@listed.test/v1"}
    ),
    "host cannot be reached": Wire(
        502, headers={"x-portkey-custom-host": "http://listed.invalid/v1"}
    ),
    "broken JSON": Wire(400, body=b"{"),
    "nothing there": Wire(404, path="/elsewhere"),
    "method": Wire(405, method="PATCH"),
    "dots in a path": Wire(400, path="/v1/files/../files", method="GET", body=b""),
    "too many fields": Wire(431, headers={f"x-{number}": CALLERS_KEY for number in range(120)}),
    "broken framing": Wire(400, headers={"transfer-encoding": "chunked, identity"}),
    "own key": Wire(200, "keyless/gpt-5-mini"),
    "own key refused": Wire(401, "keyless/gpt-5-mini@status=401"),
}


class Stand(NamedTuple):
    """A gateway full of secrets, and what it writes."""

    gateway: Gateway
    ledger: Ledger
    settings: Settings


@pytest.fixture(scope="module")
async def stand(simulator: Simulator) -> AsyncIterator[Stand]:
    with socket.socket() as closed:
        # Bound and not listening: whoever connects is refused.
        closed.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}"
        entra = {"tenant_id": "t", "client_id": "c", "client_secret": CLIENT_SECRET}
        azure = {"like": "azure-openai", "base_url": simulator.url}
        base_url = f"{simulator.url}/v1"
        settings = settings_for(
            simulator.url,
            accounting={"log": True},
            transport={"first_byte_timeout": 1.0, "idle_timeout": 1.0, "connect_timeout": 1.0},
            routing={"custom_hosts": {"hosts": ["listed.test", "listed.invalid"]}},
            providers={
                "openai": {"base_url": base_url, "api_key": SERVERS_KEY},
                "wrong": {
                    "like": "openai",
                    "base_url": base_url,
                    "api_key": f"sk-invalid-{SERVERS_KEY}",
                },
                "keyless": {"like": "openai", "base_url": base_url},
                "unreachable": {"like": "openai", "base_url": nowhere, "api_key": SERVERS_KEY},
                "entra": {**azure, "azure": {"entra": {**entra, "authority": simulator.url}}},
                "entra-unreachable": {
                    **azure,
                    "azure": {"entra": {**entra, "authority": nowhere}},
                },
            },
        )
        async with recorded(settings) as (gateway, ledger):
            yield Stand(gateway, ledger, settings)


@pytest.mark.anyio
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_no_key_is_in_an_answer_a_log_line_the_ledger_or_the_status(
    stand: Stand,
    case: Wire,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = await exchange(stand.gateway.url, case.request())
        status = await exchange(
            stand.gateway.admin_url,
            b"GET /status HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
        )
    assert answer.startswith(b"HTTP/1.1 %d " % case.status), answer[:500]
    assert b'"has_credential":true' in status
    printed = "".join(capfd.readouterr())
    seen = b"\n".join((answer, status, stand.ledger.written)).decode() + caplog.text + printed
    for secret in SECRETS:
        assert secret not in seen


def test_the_settings_show_no_key(stand: Stand) -> None:
    shown = repr(stand.settings) + str(stand.settings) + stand.settings.model_dump_json()
    for secret in SECRETS:
        assert secret not in shown


@pytest.mark.anyio
async def test_the_test_would_find_a_key(stand: Stand, simulator: Simulator) -> None:
    # The provider did receive the key, so there was something to be found.
    await exchange(stand.gateway.url, Wire(200).request())
    sent = str(simulator.requests[-1])
    assert SERVERS_KEY in sent
    assert CALLERS_KEY not in sent
