"""The wire's answer."""

import msgspec
import pytest

from ai_gateway.dialects.gemini.shapes import ANSWER, text_of


def test_members_without_a_neutral_place_are_skipped():
    answer = ANSWER.decode(
        b'{"candidates":[{"safetyRatings":[{"category":"X"}],"avgLogprobs":-1}],"createTime":"t"}'
    )
    assert answer.candidates is not None
    assert answer.candidates[0].index == 0


@pytest.mark.parametrize(
    ("wire", "text"), [(b'{ "a" :\n 1.50 }', '{"a":1.50}'), (b"null", ""), (b"", "")]
)
def test_json_is_kept_as_compact_text(wire: bytes, text: str):
    assert text_of(msgspec.Raw(wire)) == text


def test_a_count_that_was_never_billed_is_no_answer():
    with pytest.raises(msgspec.ValidationError):
        ANSWER.decode(b'{"usageMetadata":{"promptTokenCount":-1}}')
