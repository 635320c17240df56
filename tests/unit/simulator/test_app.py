import json
from typing import Any

import pytest

from ai_gateway.simulator.app import SimulatorApp
from ai_gateway.simulator.recording import Recording
from tests.unit.simulator.test_delivery import Sent
from tests.unit.simulator.test_wire import connected

JSON = (b"content-type", b"application/json")


async def served(
    path: str, pieces: list[bytes], *headers: tuple[bytes, bytes]
) -> tuple[Sent, Recording]:
    wire, transport = connected()
    sent, recording = Sent(transport), Recording()
    waiting = list(pieces)

    async def receive() -> dict[str, Any]:
        if not waiting:
            return {"type": "http.disconnect"}
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": body != pieces[-1]}

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"a=1",
        "headers": list(headers),
        "state": {"wire": wire},
    }
    await SimulatorApp(recording)(scope, receive, sent)
    return sent, recording


@pytest.mark.anyio
async def test_a_body_in_pieces_is_recorded_whole():
    sent, recording = await served("/echo/x", [b"a", b"b", b"c"], (b"x-one", b"1"))
    assert sent.pieces == [b"abc"]
    request = recording.requests[0]
    assert (request.path, request.query, request.body) == ("/echo/x", "a=1", b"abc")
    assert (recording.open_calls, recording.cancelled_calls) == (0, 0)


@pytest.mark.anyio
async def test_a_caller_who_leaves_inside_the_body_is_counted():
    sent, recording = await served("/v1/x", [])
    assert sent.start == {}
    assert (recording.open_calls, recording.cancelled_calls) == (0, 1)


@pytest.mark.anyio
async def test_directives_come_by_header():
    header = (b"x-simulate", b"status=503;retry-after=2")
    sent, _ = await served("/v1/chat/completions", [b"{}"], JSON, header)
    assert sent.start["status"] == 503
    assert (b"retry-after", b"2") in sent.start["headers"]


@pytest.mark.anyio
async def test_the_models_directives_win_and_unknown_ones_are_refused():
    body = b'{"model": "gpt@status=500"}'
    sent, _ = await served("/v1/x", [body], JSON, (b"x-simulate", b"status=503"))
    assert sent.start["status"] == 500
    sent, _ = await served("/v1/x", [b'{"model": "gpt@what"}'], JSON)
    assert sent.start["status"] == 400
    assert "'what'" in json.loads(sent.pieces[0])["error"]["message"]


@pytest.mark.anyio
async def test_a_refusal_is_an_answer():
    sent, _ = await served("/v1/chat/completions", [b"{}"], JSON)
    assert sent.start["status"] == 401
    assert (b"x-ai-gateway-simulated", b"true") in sent.start["headers"]
