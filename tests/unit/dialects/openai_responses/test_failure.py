"""Failed responses have the status that their code says, and words in any case."""

import pytest

from ai_gateway.dialects.openai_responses.failure import (
    failure_code,
    failure_message,
    failure_status,
)
from ai_gateway.dialects.openai_responses.shapes import Failure


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("rate_limit_exceeded", 429),
        ("server_error", 500),
        ("invalid_prompt", 400),
        ("image_too_large", 400),
        ("bio_policy", 400),
        ("something_new", 500),
        (None, 500),
    ],
)
def test_status(code: str | None, status: int):
    assert failure_status(Failure(code=code)) == status


@pytest.mark.parametrize(
    ("status", "code"),
    [(429, "rate_limit_exceeded"), (400, "invalid_prompt"), (500, "server_error")],
)
def test_code(status: int, code: str):
    assert failure_code(status) == code


def test_words():
    assert failure_message(Failure(message="Boom.")) == "Boom."
    assert "`odd`" in failure_message(Failure(code="odd"))
