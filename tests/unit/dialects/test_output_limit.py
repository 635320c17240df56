"""The bound of an answer, read and written in every dialect of callers."""

import json

import msgspec
import pytest

from ai_gateway.core.operation import Operation
from ai_gateway.dialects.output_limit import OutputLimit, read_output_limit, with_output_limit

CHAT, MESSAGES, RESPONSES = Operation.CHAT, Operation.MESSAGES, Operation.RESPONSES


@pytest.mark.parametrize(
    ("operation", "body", "expected"),
    [
        (CHAT, {}, OutputLimit()),
        (CHAT, {"max_tokens": 7}, OutputLimit(7)),
        (CHAT, {"max_completion_tokens": 7, "n": 3}, OutputLimit(7, answers=3)),
        (CHAT, {"max_completion_tokens": 7, "max_tokens": 9}, OutputLimit(9)),
        (CHAT, {"max_tokens": 7.0, "n": None}, OutputLimit(7)),
        (CHAT, {"max_tokens": "7", "n": True}, OutputLimit()),
        (CHAT, {"max_tokens": -1}, OutputLimit()),
        (MESSAGES, {"max_tokens": 7}, OutputLimit(7)),
        (MESSAGES, {"max_tokens": 9, "thinking": {"budget_tokens": 5}}, OutputLimit(9, least=6)),
        (MESSAGES, {"max_tokens": 9, "thinking": "yes"}, OutputLimit(9)),
        (RESPONSES, {"max_output_tokens": 40}, OutputLimit(40, least=16)),
        (RESPONSES, {"max_tokens": 40}, OutputLimit(None, least=16)),
    ],
)
def test_what_a_request_says_is_read(
    operation: Operation, body: dict[str, object], expected: OutputLimit
):
    assert read_output_limit(json.dumps(body).encode(), operation) == expected


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"max_tokens":1'])
def test_of_what_cannot_be_read_nothing_is_said(body: bytes):
    assert read_output_limit(body, CHAT) == OutputLimit()


@pytest.mark.parametrize("operation", set(Operation) - {CHAT, MESSAGES, RESPONSES})
def test_other_operations_write_no_tokens(operation: Operation):
    assert read_output_limit(b'{"max_tokens":7}', operation) is None


@pytest.mark.parametrize(
    ("operation", "before", "after"),
    [
        (CHAT, b'{"a": [1,  2],"max_tokens":9}', b'{"a":[1,  2],"max_tokens":5}'),
        (CHAT, b'{"max_completion_tokens":9}', b'{"max_completion_tokens":5}'),
        (CHAT, b'{"a":1}', b'{"a":1,"max_completion_tokens":5}'),
        (MESSAGES, b'{"max_tokens":9,"b":1e2}', b'{"max_tokens":5,"b":1e2}'),
        (RESPONSES, b'{"input":"\xc3\xa9"}', b'{"input":"\xc3\xa9","max_output_tokens":5}'),
    ],
)
def test_the_bound_is_written_and_nothing_else(operation: Operation, before: bytes, after: bytes):
    assert with_output_limit(before, operation, 5) == after


def test_both_bounds_of_a_chat_are_written():
    body = with_output_limit(b'{"max_tokens":9,"max_completion_tokens":8}', CHAT, 5)
    assert json.loads(body) == {"max_tokens": 5, "max_completion_tokens": 5}


def test_what_is_no_object_cannot_be_bounded():
    with pytest.raises(msgspec.DecodeError):
        with_output_limit(b"[]", CHAT, 5)
