"""Errors of servers of this dialect keep their status and their words."""

import pytest

from ai_gateway.core.errors import GatewayError, InvalidRequest, ProviderError
from ai_gateway.dialects.openai_chat.error_reader import read_error, read_failure


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"error":{"message":"boom","type":"server_error"}}', "boom"),
        (b'{"error":"boom"}', "boom"),
        (b'{"object":"error","message":"boom"}', "boom"),
        (b'{"detail":"boom"}', "boom"),
        (b"upstream connect error", "upstream connect error"),
        (b'{"error":{}}', "x answered with status 500 and said no more."),
        (b"[]", "[]"),
        (b"", "x answered with status 500 and said no more."),
    ],
)
def test_the_words_are_found_wherever_they_stand(body: bytes, message: str) -> None:
    error = read_error(500, body, "x")
    assert (error.message, error.status, error.provider) == (message, 500, "x")


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, InvalidRequest), (422, InvalidRequest), (401, ProviderError), (429, ProviderError)],
)
def test_only_what_the_caller_can_mend_is_the_callers(
    status: int, kind: type[GatewayError]
) -> None:
    error = read_error(status, b'{"error":{"message":"no","param":"n"}}', "x")
    assert type(error) is kind
    assert error.status == status
    assert error.field == ("n" if kind is InvalidRequest else None)


def test_an_answer_of_any_size_makes_a_message_of_bounded_size() -> None:
    assert len(read_error(502, b"<html>" * 10_000, "x").message) <= 2_000


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b'{"error":{"message":"m","code":502}}', 502),
        (b'{"error":{"message":"m","code":"503"}}', 503),
        (b'{"error":{"message":"m","type":"invalid_request_error"}}', 400),
        (b'{"error":{"message":"m","type":"x","code":"rate_limit_exceeded"}}', 429),
        (b'{"error":{"message":"m","code":7}}', 500),
        (b'{"error":"m"}', 500),
        (b'{"message":"m","code":529}', 529),
    ],
)
def test_a_failure_in_the_middle_has_the_status_it_would_have_had(data: bytes, status: int) -> None:
    assert read_failure(data) == (status, "m")


def test_a_failure_without_words_says_that_there_were_none() -> None:
    assert read_failure(b'{"error":{"code":500}}') == (
        500,
        "The provider broke off its answer and said no more.",
    )
