"""What a request line asks for, and in which dialect."""

import pytest

from ai_gateway.core.errors import MethodNotAllowed, NotFound
from ai_gateway.core.headers import Headers
from ai_gateway.core.operation import DialectName, Operation
from ai_gateway.edge.routes import dialect_of, endpoint_of

PLAIN = Headers([(b"authorization", b"Bearer k")])
ANTHROPIC = Headers([(b"anthropic-version", b"2023-06-01")])

QUESTIONS: list[tuple[str, Operation, DialectName]] = [
    ("/v1/chat/completions", Operation.CHAT, "openai-chat"),
    ("/v1/responses", Operation.RESPONSES, "openai-responses"),
    ("/v1/embeddings", Operation.EMBEDDINGS, "openai-chat"),
    ("/v1/messages", Operation.MESSAGES, "anthropic-messages"),
    ("/v1/messages/count_tokens", Operation.COUNT_TOKENS, "anthropic-messages"),
]

STORED_RESPONSES = [
    ("GET", "/v1/responses/resp_1"),
    ("DELETE", "/v1/responses/resp_1"),
    ("POST", "/v1/responses/resp_1/cancel"),
    ("POST", "/v1/responses/compact"),
    ("GET", "/v1/responses/resp_1/input_items"),
]

OTHERS = [
    ("GET", "/v1/models"),
    ("GET", "/v1/models/gpt-5-mini"),
    ("GET", "/v1/chat/completions"),
    ("POST", "/v1/completions"),
    ("POST", "/v1/images/generations"),
    ("POST", "/v1/images/edits"),
    ("POST", "/v1/audio/speech"),
    ("POST", "/v1/audio/transcriptions"),
    ("POST", "/v1/files"),
    ("GET", "/v1/files/file-1/content"),
    ("DELETE", "/v1/files/file-1"),
    ("HEAD", "/v1/files/file-1/content"),
    ("POST", "/v1/batches"),
    ("POST", "/v1/moderations"),
    ("POST", "/v1/fine_tuning/jobs"),
    ("GET", "/v1/"),
    ("POST", "/v1/chat/completions/"),
    ("POST", "/v1/embeddings/x"),
]


@pytest.mark.parametrize(("path", "operation", "dialect"), QUESTIONS)
@pytest.mark.parametrize("headers", [PLAIN, ANTHROPIC], ids=["plain", "anthropic-version"])
def test_a_known_endpoint_has_its_operation_and_dialect_whatever_the_sender_says(
    path: str, operation: Operation, dialect: DialectName, headers: Headers
):
    endpoint = endpoint_of("POST", path, headers)
    assert (endpoint.operation, endpoint.dialect) == (operation, dialect)
    assert endpoint.question
    assert dialect_of(path, headers) == dialect


@pytest.mark.parametrize(("method", "path"), STORED_RESPONSES)
def test_what_is_done_with_a_stored_response_is_answered_as_the_response_was(
    method: str, path: str
):
    endpoint = endpoint_of(method, path, PLAIN)
    assert (endpoint.operation, endpoint.dialect) == (Operation.RESPONSES, "openai-responses")
    assert not endpoint.question


@pytest.mark.parametrize(("method", "path"), OTHERS)
def test_everything_else_under_v1_passes_through_as_openais(method: str, path: str):
    endpoint = endpoint_of(method, path, PLAIN)
    assert (endpoint.operation, endpoint.dialect) == (Operation.PASSTHROUGH, "openai-chat")
    assert not endpoint.question


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/v1/models", ANTHROPIC),
        ("GET", "/v1/models/claude-sonnet-5", ANTHROPIC),
        ("POST", "/v1/files", ANTHROPIC),
        ("POST", "/v1/messages/batches", PLAIN),
        ("GET", "/v1/messages/batches/b_1/results", PLAIN),
        ("GET", "/v1/messages", PLAIN),
    ],
)
def test_what_anthropics_sdk_sends_passes_through_as_anthropics(
    method: str, path: str, headers: Headers
):
    endpoint = endpoint_of(method, path, headers)
    assert (endpoint.operation, endpoint.dialect) == (Operation.PASSTHROUGH, "anthropic-messages")
    assert not endpoint.question


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "HEAD"])
def test_these_methods_pass_through(method: str):
    assert endpoint_of(method, "/v1/files", PLAIN).operation is Operation.PASSTHROUGH


@pytest.mark.parametrize("method", ["PUT", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"])
@pytest.mark.parametrize("path", ["/v1/files", "/v1/chat/completions", "/v1/responses/resp_1"])
def test_other_methods_are_refused_with_those_that_are_answered(method: str, path: str):
    with pytest.raises(MethodNotAllowed, match=f"{method}.*DELETE, GET, HEAD, POST") as caught:
        endpoint_of(method, path, PLAIN)
    assert (caught.value.status, caught.value.field) == (405, "method")


@pytest.mark.parametrize("path", ["/v2/models", "/v1", "/favicon.ico", "//v1/files", "", "/V1/x"])
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_there_is_nothing_outside_of_v1(method: str, path: str):
    with pytest.raises(NotFound, match="/v1/chat/completions") as caught:
        endpoint_of(method, path, PLAIN)
    assert (caught.value.status, caught.value.field) == (404, "path")


def test_a_refusal_quotes_no_more_of_a_long_path_than_a_line():
    with pytest.raises(NotFound) as caught:
        endpoint_of("GET", "/" + "x" * 60_000, PLAIN)
    assert len(caught.value.message) < 400


@pytest.mark.parametrize(
    ("path", "headers", "dialect"),
    [
        ("", PLAIN, "openai-chat"),
        ("", ANTHROPIC, "anthropic-messages"),
        ("/nothing", PLAIN, "openai-chat"),
        ("/nothing", ANTHROPIC, "anthropic-messages"),
        ("/v1/responses/resp_1", ANTHROPIC, "openai-responses"),
        ("/v1/responsesx", PLAIN, "openai-chat"),
        ("/v1/messagesx", PLAIN, "openai-chat"),
    ],
)
def test_a_refused_request_has_a_dialect_too(path: str, headers: Headers, dialect: DialectName):
    assert dialect_of(path, headers) == dialect
