"""From a request to a call: JSON whole and understood, everything else in pieces."""

from typing import Any

import pytest

from ai_gateway.core.call import Call
from ai_gateway.core.errors import (
    BodyTooLarge,
    Forbidden,
    InvalidJson,
    InvalidRequest,
    MethodNotAllowed,
    NotFound,
)
from ai_gateway.core.headers import HeaderPairs, Headers
from ai_gateway.core.operation import Operation
from ai_gateway.edge.body import CallerLeft, Upload
from ai_gateway.edge.intake import Intake
from ai_gateway.edge.settings import EdgeSettings
from tests.unit.edge.stand_ins import Inbox, left, piece

pytestmark = pytest.mark.anyio

JSON: HeaderPairs = [(b"content-type", b"application/json; charset=utf-8")]
BINARY: HeaderPairs = [(b"content-type", b"application/octet-stream")]
CHUNKED: HeaderPairs = [*BINARY, (b"transfer-encoding", b"chunked")]


def sized(length: int, *fields: tuple[bytes, bytes]) -> HeaderPairs:
    return [*fields, (b"content-length", str(length).encode())]


async def taken(
    path: str, inbox: Inbox, headers: HeaderPairs = JSON, method: str = "POST", **settings: object
) -> Call:
    anonymous = settings.pop("anonymous", True) is True
    intake = Intake(EdgeSettings.model_validate(settings), lambda: 12.5, anonymous=anonymous)
    scope: dict[str, Any] = {
        "method": method,
        "path": path,
        "raw_path": path.replace(" ", "%20").encode(),
        "query_string": b"a=1",
        "client": ("10.0.0.1", 4321),
    }
    return await intake.call(scope, Headers(headers), inbox, "call-1")


async def test_a_question_becomes_a_call_with_its_model_and_stream():
    body = b'{"model": "gpt-5-mini", "stream": true, "messages": []}'
    call = await taken("/v1/chat/completions", Inbox(piece(body)), sized(len(body), *JSON))
    assert (call.id, call.method, call.started) == ("call-1", "POST", 12.5)
    assert (call.operation, call.dialect) == (Operation.CHAT, "openai-chat")
    assert (call.model, call.stream) == ("gpt-5-mini", True)
    assert (call.body, call.body_length) == (body, len(body))
    assert call.headers.get(b"content-type") == JSON[0][1]


async def test_the_path_is_kept_decoded_and_as_it_came():
    call = await taken("/v1/files/a b", Inbox(), [], "GET")
    assert (call.path, call.raw_path, call.query) == ("/v1/files/a b", b"/v1/files/a%20b", b"a=1")


async def test_a_question_is_read_as_json_whatever_its_content_type():
    call = await taken("/v1/messages", Inbox(piece(b'{"model": "claude"}')), BINARY)
    assert (call.operation, call.model) == (Operation.MESSAGES, "claude")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"model": "\xff"}'])
async def test_a_question_that_is_no_json_object_is_refused(body: bytes):
    with pytest.raises(InvalidJson):
        await taken("/v1/chat/completions", Inbox(piece(body)))


async def test_a_question_with_a_model_that_is_no_name_is_refused():
    with pytest.raises(InvalidRequest) as caught:
        await taken("/v1/embeddings", Inbox(piece(b'{"model": 5}')))
    assert caught.value.field == "model"


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'{"model": 5}'])
async def test_json_that_is_no_question_is_the_providers_to_judge(body: bytes):
    call = await taken("/v1/batches", Inbox(piece(body)))
    assert (call.operation, call.body) == (Operation.PASSTHROUGH, body)
    assert (call.model, call.stream) == (None, False)


async def test_the_model_of_other_json_is_read_because_it_chooses_the_provider():
    call = await taken("/v1/images/generations", Inbox(piece(b'{"model": "m", "stream": true}')))
    assert (call.model, call.stream) == ("m", True)


async def test_a_stored_response_is_asked_for_without_a_body():
    call = await taken("/v1/responses/resp_1", Inbox(piece(b"")), [], "GET")
    assert (call.operation, call.body, call.model) == (Operation.RESPONSES, b"", None)


@pytest.mark.parametrize(
    ("headers", "length"), [(sized(6, *BINARY), 6), (CHUNKED, None), (sized(6), 6)]
)
async def test_anything_but_json_is_passed_on_in_pieces_before_it_has_arrived(
    headers: HeaderPairs, length: int | None
):
    inbox = Inbox(piece(b"123", more=True), piece(b"456"))
    call = await taken("/v1/files", inbox, headers)
    assert inbox.asked == 0
    assert isinstance(call.body, Upload)
    assert [each async for each in call.body] == [b"123", b"456"]
    assert call.body_length == length


@pytest.mark.parametrize(
    ("headers", "length"), [(sized(0, *BINARY), 0), (BINARY, None), ([], None)]
)
async def test_a_request_without_a_body_waits_for_none(headers: HeaderPairs, length: int | None):
    inbox = Inbox()
    call = await taken("/v1/files/f/content", inbox, headers, "GET")
    assert (call.body, call.body_length, inbox.asked) == (b"", length, 0)


async def test_json_that_announces_too_much_is_refused_unread():
    inbox = Inbox()
    with pytest.raises(BodyTooLarge):
        await taken("/v1/messages", inbox, sized(1025, *JSON), max_body_bytes=1024)
    assert inbox.asked == 0


async def test_json_in_chunks_is_refused_where_it_becomes_too_much():
    inbox = Inbox(piece(b" " * 1024, more=True), piece(b" "))
    with pytest.raises(BodyTooLarge):
        await taken("/v1/messages", inbox, JSON, max_body_bytes=1024)


async def test_an_upload_has_a_limit_of_its_own():
    async def announcing(length: int) -> Call:
        headers = sized(length, *BINARY)
        return await taken(
            "/v1/files", Inbox(), headers, max_body_bytes=1024, max_upload_bytes=2048
        )

    assert (await announcing(2048)).body_length == 2048
    with pytest.raises(BodyTooLarge):
        await announcing(2049)


async def test_an_upload_in_chunks_is_cut_at_its_limit():
    inbox = Inbox(piece(b" " * 1024, more=True), piece(b" "))
    call = await taken("/v1/files", inbox, CHUNKED, max_upload_bytes=1024)
    assert isinstance(call.body, Upload)
    await anext(call.body)
    with pytest.raises(BodyTooLarge):
        await anext(call.body)


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/files"])
async def test_a_length_that_is_no_number_is_refused(path: str):
    with pytest.raises(InvalidRequest) as caught:
        await taken(path, Inbox(), [(b"content-length", b"many")])
    assert caught.value.field == "content-length"


async def test_a_caller_that_leaves_within_its_question_makes_no_call():
    with pytest.raises(CallerLeft):
        await taken("/v1/chat/completions", Inbox(piece(b'{"mod', more=True), left()))


async def test_what_is_not_there_is_refused_unread():
    inbox = Inbox()
    with pytest.raises(NotFound):
        await taken("/nothing", inbox)
    with pytest.raises(MethodNotAllowed):
        await taken("/v1/files", inbox, method="PUT")
    assert inbox.asked == 0


async def test_pages_of_other_sites_are_refused_only_where_nobody_has_to_say_who_calls():
    fields = [*JSON, (b"host", b"gateway.example"), (b"origin", b"https://evil.example")]
    with pytest.raises(Forbidden):
        await taken("/v1/messages", Inbox(piece(b"{}")), fields)
    call = await taken("/v1/messages", Inbox(piece(b"{}")), fields, anonymous=False)
    assert call.operation is Operation.MESSAGES


@pytest.mark.parametrize("anonymous", [True, False])
async def test_a_path_with_two_meanings_is_refused_unread(anonymous: bool):
    inbox = Inbox()
    with pytest.raises(InvalidRequest, match="ambiguous"):
        await taken("/v1/files/../chat/completions", inbox, anonymous=anonymous)
    assert inbox.asked == 0


async def test_a_call_knows_the_callers_address_behind_trusted_proxies():
    fields = [*JSON, (b"x-forwarded-for", b"198.51.100.1")]
    plain = await taken("/v1/messages", Inbox(piece(b"{}")), fields)
    behind = await taken(
        "/v1/messages", Inbox(piece(b"{}")), fields, trusted_proxies=["10.0.0.0/8"]
    )
    assert (plain.peer, behind.peer) == ("10.0.0.1", "198.51.100.1")
