"""What clients may do changes at reload, and no call is dropped."""

import time

import httpx2
import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.auth.issuer import issuing
from tests.integration.gateways import running, settings_for
from tests.signers import Signer, claims

pytestmark = pytest.mark.anyio


async def test_a_policy_changes_while_a_stream_of_the_client_goes_on():
    async with (
        issuing(Signer("key-reload", "ES256")) as issuer,
        Simulator() as simulator,
        httpx2.AsyncClient(timeout=10) as http,
    ):
        auth = {"issuers": {"pool": {"url": issuer.url}}}
        before = settings_for(simulator.url, auth=auth)
        after = settings_for(
            simulator.url,
            auth=auth,
            clients={"a": {"id": "client-1", "models": {"deny": ["gpt-5-mini"]}}},
        )
        async with running(before) as gateway:
            token = issuer.signers[0].sign(claims(issuer.url, time.time()))
            asked = {"model": "gpt-5-mini", "messages": [{"role": "user", "content": "hello"}]}
            request = http.build_request(
                "POST",
                f"{gateway.url}/v1/chat/completions",
                json={**asked, "stream": True},
                headers={"authorization": f"Bearer {token}"},
            )
            stream = await http.send(request, stream=True)
            assert stream.status_code == 200
            assert gateway.reload(after) == ()
            plain = await http.post(
                request.url, json=asked, headers={"authorization": f"Bearer {token}"}
            )
            assert plain.status_code == 403
            text = b"".join([piece async for piece in stream.aiter_bytes()])
            assert text.rstrip().endswith(b"data: [DONE]")


async def test_what_takes_a_restart_is_named():
    async with Simulator() as simulator:
        before = settings_for(simulator.url)
        after = settings_for(simulator.url, edge={"max_calls": 7}, routing={"models": {}})
        async with running(before) as gateway:
            assert gateway.reload(after) == ("edge.max_calls",)
