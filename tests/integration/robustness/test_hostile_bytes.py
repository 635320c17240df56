"""Any bytes at all get an answer, a typed refusal or a closed connection, and leave nothing."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.robustness.callers import ask, calling, get, post, question
from tests.integration.robustness.conftest import Relay
from tests.integration.robustness.residue import leaving_nothing
from tests.integration.robustness.upstreams import sized

pytestmark = pytest.mark.anyio

CHUNKED = b"POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n"
LAST = get(b"/health", b"connection: close")
BODY = question()

# Each is followed by a request that closes the connection, so that its end is soon seen.
NASTY = {
    "both lengths": post(BODY, b"transfer-encoding: chunked"),
    "two lengths": post(BODY, b"content-length: 5"),
    "the same length twice": post(BODY, b"content-length: %d" % len(BODY)),
    "negative length": post(BODY).replace(b"content-length: ", b"content-length: -"),
    "plus length": post(BODY).replace(b"content-length: ", b"content-length: +"),
    "huge length": post(BODY).replace(b"content-length: ", b"content-length: 9" + b"9" * 30),
    "length is a word": get(b"/v1/models", b"content-length: many"),
    "unknown coding": CHUNKED.replace(b"chunked", b"cow") + b"\r\n5\r\nhello\r\n0\r\n\r\n",
    "coded twice": CHUNKED + b"transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "hidden coding": CHUNKED.replace(b": chunked", b":\x0bchunked") + b"\r\n0\r\n\r\n",
    "coding not last": CHUNKED.replace(b"chunked", b"chunked, gzip") + b"\r\n0\r\n\r\n",
    "chunk size is no number": CHUNKED + b"\r\nxyz\r\nhello\r\n0\r\n\r\n",
    "chunk size overflows": CHUNKED + b"\r\n" + b"f" * 40 + b"\r\nhello\r\n0\r\n\r\n",
    "chunk longer than said": CHUNKED + b"\r\n2\r\nhello\r\n0\r\n\r\n",
    "negative chunk": CHUNKED + b"\r\n-5\r\nhello\r\n0\r\n\r\n",
    "garbage after a chunk": CHUNKED + b"\r\n5\r\nhelloXX0\r\n\r\n",
    "bad trailer": CHUNKED + b"\r\n0\r\n\x00: a\r\n\r\n",
    "folded field": get(b"/v1/models", b"x-a: 1\r\n  folded"),
    "space before colon": get(b"/v1/models", b"x-a : 1"),
    "NUL in a field": get(b"/v1/models", b"x-a: \x00"),
    "bare CR in a field": get(b"/v1/models", b"x-a: 1\rx-b: 2"),
    "bare LF": b"GET /v1/models HTTP/1.1\nhost: g\n\n",
    "field without a name": get(b"/v1/models", b": 1"),
    "NUL in the path": get(b"/v1/\x00"),
    "bytes in the path": get(b"/v1/\xff\xfe"),
    "encoded NUL": get(b"/v1/files/%00"),
    "encoded line break": get(b"/v1/files/%0d%0aX: y"),
    "encoded line break in a path": get(b"/v1/files/%0d%0ahost:%20evil"),
    "bad percent": get(b"/v1/files/%zz%"),
    "bad UTF-8": get(b"/v1/files/%ff%c0%80"),
    "climbing": get(b"/v1/files/%2e%2e/%2e%2e/admin"),
    "fragment": get(b"/v1/models#x"),
    "CONNECT": b"CONNECT provider:443 HTTP/1.1\r\nhost: provider\r\n\r\n",
    "CONNECT with a path": b"CONNECT /v1/models HTTP/1.1\r\nhost: provider\r\n\r\n",
    "absolute form": b"GET http://evil.example/v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n",
    "absolute form without path": b"GET http://evil.example HTTP/1.1\r\nhost: localhost\r\n\r\n",
    "asterisk form": b"OPTIONS * HTTP/1.1\r\nhost: localhost\r\n\r\n",
    "TRACE": b"TRACE /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n",
    "unknown method": b"BREW /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n",
    "HTTP/1.0": b"GET /v1/models HTTP/1.0\r\n\r\n",
    "HTTP/0.9": b"GET /v1/models\r\n\r\n",
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/3.7": b"GET /v1/models HTTP/3.7\r\nhost: localhost\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
    "websocket": get(
        b"/v1/realtime",
        b"connection: Upgrade",
        b"upgrade: websocket",
        b"sec-websocket-version: 13",
        b"sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
    ),
    "empty lines": b"\r\n" * 50,
    "two spaces": b"GET  /v1/models  HTTP/1.1\r\nhost: localhost\r\n\r\n",
    "body on GET": get(b"/v1/models", b"content-length: 5") + b"hello",
    "JSON that is none": post(b"\xff\xfe\x00{]"),
    "JSON too deep": post(b"[" * 100_000),
    "JSON of another type": post(b"[1]"),
    "model of another type": post(b'{"model": {"a": 1}}'),
    "no body": post(b""),
    "form without boundary": post(b"x", path=b"/v1/files", media=b"multipart/form-data"),
    "expectation": post(BODY, b"expect: 100-continue"),
    "unknown expectation": post(BODY, b"expect: 200-maybe"),
}

_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")


def judge(everything: bytes) -> None:
    """Demand well-formed answers, and of each refusal that it says what it refuses."""
    assert everything == b"" or everything.startswith(b"HTTP/1.1 ")
    for status in map(int, _STATUS.findall(everything)):
        assert status < 500, everything
    if everything.startswith(b"HTTP/1.1 4"):
        body = everything.partition(b"\r\n\r\n")[2]
        error = json.JSONDecoder().raw_decode(body.decode())[0]["error"]
        assert error["message"]
        assert error["code"]


@pytest.mark.parametrize("name", NASTY)
async def test_a_nasty_request_is_answered_or_refused(relay: Relay, name: str) -> None:
    async with leaving_nothing(relay.gateway), calling(relay.gateway.url) as caller:
        await caller.send(NASTY[name] + LAST)
        judge(await caller.rest())


def _nearly(good: bytes, at: int, patch: bytes, drop: int) -> bytes:
    at %= len(good)
    return good[:at] + patch + good[at + drop :]


GOOD = st.sampled_from([ask(), get(b"/v1/models"), CHUNKED + b"\r\n5\r\nhello\r\n0\r\n\r\n"])
PATCHES = st.binary(max_size=6)

# Ends whatever is still open, but for a body that was announced to be longer than this.
FILLER = b"\r\n" * 40_000


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.binary(max_size=200)
    | st.builds(_nearly, GOOD, st.integers(0, 1000), PATCHES, st.integers(0, 6))
)
async def test_any_bytes_are_answered_or_refused(relay: Relay, data: bytes) -> None:
    async with calling(relay.gateway.url) as caller:
        caller.writer.write(data + LAST + FILLER)
        judge(await caller.rest(patience=0.5))


async def test_what_random_bytes_leave_behind_is_nothing(relay: Relay) -> None:
    async with leaving_nothing(relay.gateway):
        for size in range(60):
            async with calling(relay.gateway.url) as caller:
                await caller.send(ask()[: size * 4])


async def test_a_request_for_an_upgrade_keeps_its_body(relay: Relay) -> None:
    offer = (b"connection: Upgrade, HTTP2-Settings", b"upgrade: h2c", b"http2-settings: AAMAAABk")
    async with calling(relay.gateway.url) as caller:
        for _ in range(2):
            await caller.send(post(BODY, *offer) + get(b"/health", *offer))
            assert (await caller.answer()).status == 200
            assert (await caller.answer()).body == b'{"status":"ok"}'
    assert relay.seen == [BODY, BODY]


async def test_an_upgrade_is_not_lost_on_a_head_in_pieces(relay: Relay) -> None:
    request = post(BODY, b"connection: upgrade", b"upgrade: h2c")
    async with calling(relay.gateway.url) as caller:
        for at in range(len(request)):
            await caller.send(request[at : at + 1])
        assert (await caller.answer()).status == 200
    assert relay.seen == [BODY]


async def test_a_trailer_is_no_header_field(relay: Relay) -> None:
    head = CHUNKED + b"content-type: application/json\r\n\r\n"
    sent = head + b"%x\r\n%b\r\n0\r\nx-portkey-provider: nobody\r\n\r\n" % (len(BODY), BODY)
    assert (await relay.ask(sent)).status == 200
    assert relay.seen == [BODY]


async def test_a_continuation_is_given_before_the_body_is_sent(relay: Relay) -> None:
    head, _, body = post(BODY, b"expect: 100-continue").partition(b"\r\n\r\n")
    async with calling(relay.gateway.url) as caller:
        await caller.send(head + b"\r\n\r\n")
        assert await caller.until(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        await caller.send(body)
        assert (await caller.answer()).status == 200


@pytest.mark.parametrize("path", [b"/health", b"/v1/models", b"/nothing", b"/v1/files/f"])
async def test_head_is_answered_without_a_body(relay: Relay, path: bytes) -> None:
    answer = await relay.ask(get(path).replace(b"GET", b"HEAD", 1), b"HEAD")
    assert int(answer.fields[b"content-length"]) > 0


async def test_a_header_of_the_provider_cannot_split_the_answer(relay: Relay) -> None:
    relay.script = lambda exchange: exchange.send(
        sized(b"{}").replace(b"\r\n\r\n", b"\r\nx-a: 1\rset-cookie: 2\r\n\r\n")
    )
    assert (await relay.ask(ask())).status == 502
