"""An estimate fills in what a report lacks, and says so."""

import pytest

from ai_gateway.accounting.estimate import Estimator
from ai_gateway.core.call import Call
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.builtin import CALLERS
from tests.unit.core.calls import call_with
from tests.unit.core.pieces import Pieces

ESTIMATOR = Estimator(CALLERS)


def asking(text: str) -> Call:
    body = f'{{"model":"m","messages":[{{"role":"user","content":"{text}"}}]}}'
    return call_with(body=body.encode())


def test_nothing_reported_is_four_bytes_a_token_of_what_was_said_on_either_side():
    assert ESTIMATOR.completed(asking("x" * 17), None, 9) == Usage(
        input_tokens=5, output_tokens=3, estimated=True
    )


def test_what_was_reported_stands():
    reported = Usage(input_tokens=7, cache_read_tokens=6, output_tokens=50, model="m-1")
    assert ESTIMATOR.completed(asking("x"), reported, 8) == Usage(
        input_tokens=7, cache_read_tokens=6, output_tokens=50, model="m-1", estimated=True
    )


def test_an_output_is_not_smaller_than_what_passed():
    made = ESTIMATOR.completed(asking("x"), Usage(input_tokens=7, output_tokens=1), 400)
    assert made.output_tokens == 100


@pytest.mark.parametrize("body", [b"x" * 40, b'{"messages":"not a list"}' + b" " * 15])
def test_a_request_that_cannot_be_read_counts_by_its_bytes(body: bytes):
    assert ESTIMATOR.completed(call_with(body=body), None, 0).input_tokens == 10


def test_an_upload_is_not_counted():
    assert ESTIMATOR.completed(call_with(body=Pieces()), None, 0).input_tokens == 0


def test_a_dialect_without_a_reader_counts_by_its_bytes():
    made = Estimator({}).completed(asking("x"), None, 0)
    assert made.input_tokens == -(-len(asking("x").body) // 4)  # pyright: ignore[reportArgumentType]  # it is bytes
