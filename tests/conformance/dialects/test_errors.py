"""Every failure, in every dialect, is raised by the vendor's SDK as a developer expects."""

import json
from collections.abc import Iterator

import anthropic
import httpx2
import openai
import pytest

from ai_gateway.core import errors
from ai_gateway.core.errors import GatewayError
from ai_gateway.core.operation import DialectName
from ai_gateway.dialects.builtin import DIALECTS

MESSAGE = 'He said "no":\r\n\r\n\x00\x1b data: [DONE]\n\n\u2028 \ud800 💡 \\'
REQUEST_ID = "req_0123"


def ladder(kind: type[GatewayError] = GatewayError) -> Iterator[type[GatewayError]]:
    yield kind
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from ladder(below)


ERRORS = sorted(ladder(), key=lambda kind: kind.__name__)

OPENAI_EXCEPTIONS = {
    400: openai.BadRequestError,
    401: openai.AuthenticationError,
    403: openai.PermissionDeniedError,
    404: openai.NotFoundError,
    429: openai.RateLimitError,
}
ANTHROPIC_EXCEPTIONS = {
    400: anthropic.BadRequestError,
    401: anthropic.AuthenticationError,
    403: anthropic.PermissionDeniedError,
    404: anthropic.NotFoundError,
    413: anthropic.RequestTooLargeError,
    429: anthropic.RateLimitError,
    529: anthropic.InternalServerError,
}
ANTHROPIC_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}


def answering(response: httpx2.Response) -> httpx2.Client:
    return httpx2.Client(transport=httpx2.MockTransport(lambda _: response))


def consume(dialect: DialectName, http: httpx2.Client, *, stream: bool) -> None:
    """Ask as a developer does, and read a stream to its end."""
    if dialect == "anthropic-messages":
        claude = anthropic.Anthropic(api_key="key", http_client=http, max_retries=0)
        asked = claude.messages.create(model="m", max_tokens=1, messages=[], stream=stream)
    else:
        client = openai.OpenAI(api_key="key", http_client=http, max_retries=0)
        if dialect == "openai-responses":
            asked = client.responses.create(model="m", input="hi", stream=stream)
        else:
            asked = client.chat.completions.create(model="m", messages=[], stream=stream)
    list(asked)


def raised(
    dialect: DialectName, response: httpx2.Response, *, stream: bool = False
) -> openai.APIError | anthropic.APIError:
    """Return what the vendor's SDK raises on `response`."""
    with answering(response) as http, pytest.raises((openai.APIError, anthropic.APIError)) as seen:
        consume(dialect, http, stream=stream)
    return seen.value


def told(seen: openai.APIError | anthropic.APIError) -> str:
    """Return the message in the body: OpenAI's SDK keeps the error object, the other the body."""
    assert isinstance(seen.body, dict)
    return seen.body.get("error", seen.body)["message"]


def refused(dialect: DialectName, error: GatewayError) -> httpx2.Response:
    speaker = DIALECTS[dialect]
    headers = [(b"content-type", b"application/json"), *speaker.error_headers(REQUEST_ID)]
    return httpx2.Response(
        speaker.status(error), headers=headers, content=speaker.render_error(error, REQUEST_ID)
    )


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("dialect", ["openai-chat", "openai-responses"])
def test_the_openai_sdk_raises_its_own_exception(
    dialect: DialectName, kind: type[GatewayError]
) -> None:
    error = kind(MESSAGE, field="model", provider="groq")
    seen = raised(dialect, refused(dialect, error))
    assert isinstance(seen, openai.APIStatusError)
    other = openai.APIStatusError if error.status < 500 else openai.InternalServerError
    assert type(seen) is OPENAI_EXCEPTIONS.get(error.status, other)
    assert seen.status_code == error.status
    assert seen.request_id == REQUEST_ID
    assert (seen.code, seen.param) == (error.code, "model")
    assert told(seen) == MESSAGE


@pytest.mark.parametrize("kind", ERRORS)
def test_the_anthropic_sdk_raises_its_own_exception(kind: type[GatewayError]) -> None:
    error = kind(MESSAGE, field="model", provider="anthropic")
    seen = raised("anthropic-messages", refused("anthropic-messages", error))
    status = DIALECTS["anthropic-messages"].status(error)
    assert isinstance(seen, anthropic.APIStatusError)
    expected = ANTHROPIC_EXCEPTIONS.get(
        status, anthropic.APIStatusError if status < 500 else anthropic.InternalServerError
    )
    assert isinstance(seen, expected)
    assert seen.request_id == REQUEST_ID
    assert isinstance(seen.body, dict)
    other = "invalid_request_error" if status < 500 else "api_error"
    assert seen.body["error"] == {
        "type": ANTHROPIC_TYPES.get(status, other),
        "message": MESSAGE,
    }
    assert seen.body["request_id"] == REQUEST_ID


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_failure_has_a_status_and_a_body_in_ascii(
    dialect: DialectName, kind: type[GatewayError]
) -> None:
    error = kind(MESSAGE)
    speaker = DIALECTS[dialect]
    assert 400 <= speaker.status(error) <= 599
    body = speaker.render_error(error, REQUEST_ID)
    assert body.isascii()
    assert json.loads(body)["error"]["message"] == MESSAGE


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_error_event_makes_the_sdk_raise(dialect: DialectName, kind: type[GatewayError]) -> None:
    event = DIALECTS[dialect].render_error_event(kind(MESSAGE), REQUEST_ID)
    response = httpx2.Response(
        200, headers={"content-type": "text/event-stream"}, content=b": waiting\n\n" + event
    )
    seen = raised(dialect, response, stream=True)
    assert told(seen) == MESSAGE


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_error_event_is_one_whole_event_that_ends_a_stream(dialect: DialectName) -> None:
    speaker = DIALECTS[dialect]
    event = speaker.render_error_event(GatewayError(MESSAGE), REQUEST_ID)
    reader = speaker.stream_reader()
    assert reader.feed(event) == event
    assert event.count(b"\n\n") == 1
    assert b"\r" not in event
    assert reader.finish() == b""
