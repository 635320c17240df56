"""A whole answer, read into the neutral form."""

import json

import pytest

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.gemini.reply_reader import read_reply
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.reply import Answer, Reply


def read(**members: object) -> Reply:
    return read_reply(json.dumps({"responseId": "r", "modelVersion": "m", **members}).encode())


def candidate(text: str, **members: object) -> dict[str, object]:
    return {"content": {"parts": [{"text": text}]}, "finishReason": "STOP", **members}


def test_each_candidate_is_an_answer():
    assert read(candidates=[candidate("a"), candidate("b", index=1)]) == Reply(
        "r", "m", (Answer((Text("a"),), "end"), Answer((Text("b"),), "end"))
    )


def test_a_blocked_question_is_an_answer_that_was_filtered():
    reply = read(promptFeedback={"blockReason": "SAFETY"})
    assert reply.answers == (Answer((), "content_filter"),)


def test_an_answer_may_have_no_parts():
    assert read(candidates=[{"finishReason": "MAX_TOKENS"}]).answers == (Answer((), "length"),)


@pytest.mark.parametrize("body", [b"{}", b"[]", b"<html>", b'{"candidates":[]}'])
def test_what_is_no_answer_is_not_taken_for_one(body: bytes):
    with pytest.raises(ProviderMisbehaved, match="no answer"):
        read_reply(body)


def test_an_answer_that_failed_is_not_an_empty_one():
    with pytest.raises(ProviderMisbehaved, match="MALFORMED_FUNCTION_CALL"):
        read(candidates=[{"finishReason": "MALFORMED_FUNCTION_CALL"}])


def test_a_text_that_stops_in_the_middle_of_a_character_is_read():
    body = (
        b'{"candidates":[{"content":{"parts":[{"text":"\\ud83d"}]},"finishReason":"MAX_TOKENS"}]}'
    )
    assert read_reply(body).answers[0].parts == (Text("\ufffd"),)
