"""Every directive does on the wire what it says."""

import asyncio
import json
from typing import Any

import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.simulator.http_exchange import ask, chat, exchange, request

END = b"0\r\n\r\n"


def events(answer: bytes) -> list[bytes]:
    """Return the data of the whole events in a chunked answer."""
    lines = answer.replace(b"\r\n", b"\n").split(b"\n")
    return [line[6:] for line in lines if line.startswith(b"data: ")]


@pytest.mark.anyio
async def test_a_stream_is_as_long_as_asked(simulator: Simulator) -> None:
    answer = await exchange(simulator, chat("gpt@chunks=5;chunk-bytes=7", stream=True))
    pieces = [
        json.loads(event)["choices"][0]["delta"].get("content") for event in events(answer)[:-1]
    ]
    assert [len(piece) for piece in pieces if piece] == [7] * 5


@pytest.mark.anyio
async def test_a_plain_answer_has_the_same_text(simulator: Simulator) -> None:
    answer = await exchange(simulator, chat("gpt@chunks=5;chunk-bytes=7"))
    document: Any = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert len(document["choices"][0]["message"]["content"]) == 35
    assert document["usage"]["completion_tokens"] == 9


@pytest.mark.anyio
async def test_megabytes(simulator: Simulator) -> None:
    answer = await exchange(simulator, chat("gpt@megabytes=2", stream=True))
    assert 2_097_152 < len(answer) < 2_200_000
    assert answer.endswith(END)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("directive", "whole", "ended"),
    [
        ("cut-after=2", 2, True),
        ("die-after=2", 2, False),
        ("die-mid-event", 2, False),
        ("no-done", 5, True),
        ("error-after=2", 3, True),
        ("error-first", 1, True),
    ],
)
async def test_a_stream_ends_badly(
    simulator: Simulator, directive: str, whole: int, *, ended: bool
) -> None:
    answer = await exchange(simulator, chat(f"gpt@{directive}", stream=True))
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert len(events(answer)) == whole
    assert answer.endswith(END) is ended
    assert b"[DONE]" not in answer
    assert (b"server_error" in answer) is directive.startswith("error")
    assert answer.endswith(b"\n\n\r\n" + END if ended else b"\n\n\r\n") is (
        directive != "die-mid-event"
    )


@pytest.mark.anyio
@pytest.mark.parametrize("stream", [False, True])
async def test_one_byte_at_a_time_is_the_same_answer(simulator: Simulator, *, stream: bool) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", simulator.port)
    writer.write(chat("gpt@one-byte", stream=stream))
    pieces: list[bytes] = []
    while piece := await reader.read(65_536):
        pieces.append(piece)
    writer.close()
    await writer.wait_closed()
    # The reader may fall behind now and then; it must not see the answer in a few reads.
    assert len(pieces) > len(b"".join(pieces)) / 4
    body = b"".join(pieces).partition(b"\r\n\r\n")[2]
    assert b"".join(pieces).startswith(b"HTTP/1.1 200 OK\r\n")
    if stream:
        assert events(body)[-1] == b"[DONE]"
        assert body.endswith(END)
    else:
        assert json.loads(body)["object"] == "chat.completion"


@pytest.mark.anyio
async def test_one_byte_at_a_time_with_a_status_that_has_no_phrase(simulator: Simulator) -> None:
    answer = await exchange(simulator, chat("gpt@status=529;one-byte"))
    assert answer.startswith(b"HTTP/1.1 529 Overloaded\r\n")


@pytest.mark.anyio
async def test_no_answer_no_http_and_no_json(simulator: Simulator) -> None:
    assert await exchange(simulator, chat("gpt@disconnect")) == b""
    assert not (await exchange(simulator, chat("gpt@garbage"))).startswith(b"HTTP/")
    broken = await exchange(simulator, chat("gpt@garbage=json"))
    with pytest.raises(json.JSONDecodeError):
        json.loads(broken.partition(b"\r\n\r\n")[2])


@pytest.mark.anyio
async def test_a_plain_body_dies_or_ends_early(simulator: Simulator) -> None:
    died = await exchange(simulator, chat("gpt@die-after=9"))
    head, _, body = died.partition(b"\r\n\r\n")
    assert b"content-length: " in head
    assert body == b'{"id":"ch'
    cut = await exchange(simulator, chat("gpt@cut-after=1"))
    assert cut.endswith(b"\r\n\r\n1\r\n{\r\n" + END)


@pytest.mark.anyio
async def test_the_pace_is_real(simulator: Simulator) -> None:
    clock = asyncio.get_running_loop()
    started = clock.time()
    await exchange(simulator, chat("gpt@first-byte=50;slow=20;chunks=3", stream=True))
    # Three pieces, a role before and two events after them: five waits.
    assert clock.time() - started >= 0.05 + 5 * 0.02


@pytest.mark.anyio
@pytest.mark.parametrize(
    "directive", ["hang", "hang-after=1", "slow=60000", "first-byte=60000", "megabytes=500"]
)
async def test_a_caller_who_leaves_is_seen_to_leave(simulator: Simulator, directive: str) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", simulator.port)
    writer.write(chat(f"gpt@{directive}", stream=True))
    async with asyncio.timeout(5):
        await simulator.wait_until(lambda: len(simulator.requests) == 1)
        assert (simulator.open_calls, simulator.cancelled_calls) == (1, 0)
        writer.close()
        await simulator.wait_until(lambda: simulator.cancelled_calls == 1)
    assert simulator.open_calls == 0


@pytest.mark.anyio
async def test_a_thousand_slow_streams(simulator: Simulator) -> None:
    sent = chat("gpt@chunks=2;slow=100", stream=True)
    async with asyncio.timeout(20):
        answers = await asyncio.gather(*(exchange(simulator, sent) for _ in range(1000)))
    assert all(b"[DONE]" in answer for answer in answers)
    assert simulator.open_calls == 0


@pytest.mark.anyio
async def test_an_unknown_directive_is_refused_with_those_that_are_known(
    simulator: Simulator,
) -> None:
    headers = {"content-type": "application/json", "anthropic-version": "2023-06-01"}
    body = b'{"model": "claude@explode"}'
    status, answer = await ask(simulator, "POST", "/v1/messages", body, headers)
    assert status == 400
    assert answer["error"]["message"].startswith("unknown directive 'explode'; known are status,")


@pytest.mark.anyio
async def test_an_echo_is_the_body_byte_for_byte(simulator: Simulator) -> None:
    body = b'{ "model" :"gpt@echo", "unknown":[1.0, 1e3,"\\u0041"]}'
    headers = {"content-type": "application/json"}
    for path in ("/v1/chat/completions", "/echo/v1/anything"):
        sent = body if "echo" not in path else bytes(range(256))
        answer = await exchange(simulator, request("POST", path, sent, headers))
        head, _, echoed = answer.partition(b"\r\n\r\n")
        assert echoed == sent
        assert b"x-ai-gateway-simulated: true" in head
    assert simulator.requests[-1].body == bytes(range(256))
