"""A path means one thing, here and at whoever reads it next."""

from urllib.parse import unquote

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.edge.paths import refuse_tricks


@pytest.mark.parametrize(
    "raw",
    [
        "/v1/chat/completions",
        "/v1/files/a%20b",
        "/v1/files/f-1/content",
        "/v1/files/",
        "/v1/models/openai%2Fgpt-5-mini",
        "/v1/models/openai/gpt-4.1",
        "/v1/fine_tuning/jobs/ft:gpt:a::b",
        "/v1/files/a...b",
        "/v1/files/..a",
        "/v1/files/%C3%BC",
        "/v1/%63hat/completions",
        "/",
    ],
)
def test_a_plain_path_passes(raw: str):
    refuse_tricks(unquote(raw), raw.encode())


@pytest.mark.parametrize(
    "raw",
    [
        "//v1/x",
        "/v1//x",
        "/v1/x//",
        "/v1/.",
        "/v1/..",
        "/v1/./x",
        "/v1/../x",
        "/v1/%2e%2e/x",
        "/v1/%2E",
        "/v1%2fx",
        "/v1%2Fx",
        "/v1/models/%2e%2e%2fchat",
        "/v1/models/a%2f%2fb",
        "/v1/x;y",
        "/v1/x%3By",
        "/v1/x\\y",
        "/v1/x%5Cy",
        "/v1/x%252fy",
        "/v1/100%25",
        "/v1/%00",
        "/v1/%0d%0a",
        "/v1/%7f",
    ],
)
def test_a_path_with_two_meanings_is_refused(raw: str):
    with pytest.raises(InvalidRequest, match="is ambiguous") as refused:
        refuse_tricks(unquote(raw), raw.encode())
    assert refused.value.field == "path"


def test_a_long_path_is_cut_in_the_message():
    with pytest.raises(InvalidRequest) as refused:
        refuse_tricks("//" + "x" * 5000, b"//" + b"x" * 5000)
    assert len(refused.value.message) < 500
