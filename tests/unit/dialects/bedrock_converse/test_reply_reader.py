"""Whole answers: what conformance does not reach."""

import msgspec
import pytest

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.bedrock_converse.reply_reader import read_count, read_reply, read_sequence


def test_the_tier_that_served_is_told() -> None:
    body = (
        b'{"output":{"message":{"content":[]}},"stopReason":"end_turn",'
        b'"serviceTier":{"type":"flex"}}'
    )
    reply = read_reply(body)
    assert (reply.service_tier, reply.usage, reply.answers[0].parts) == ("flex", None, ())


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"output":{}}', b"\xff", b"[" * 5000])
def test_anything_else_is_misbehaviour(body: bytes) -> None:
    for read in (read_reply, read_count):
        with pytest.raises(ProviderMisbehaved, match="not what Converse answers"):
            read(body)


@pytest.mark.parametrize(
    ("fields", "met"),
    [
        (b"null", None),
        (b'{"stop_sequence":"END"}', "END"),
        (b'{"delta":{"stop_sequence":"END"}}', "END"),
        (b'{"stop_sequence":null}', None),
        (b'{"stop_sequence":3}', None),
        (b"[1]", None),
    ],
)
def test_the_models_own_fields_tell_the_stop_sequence(fields: bytes, met: str | None) -> None:
    assert read_sequence(msgspec.Raw(fields)) == met
