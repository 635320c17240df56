import pytest

from ai_gateway.simulator.directive import (
    BEHAVE,
    NAMES,
    DirectiveError,
    Directives,
    parse,
    split_model,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", BEHAVE),
        (" ; ", BEHAVE),
        ("status=429;retry-after=7", Directives(status=429, retry_after=7)),
        (" chunks = 3 ; chunk-bytes=8; ", Directives(chunks=3, chunk_bytes=8)),
        ("hang", Directives(hang=True)),
        ("error-first", Directives(error_after=0)),
        ("error-after=4", Directives(error_after=4)),
        ("die-mid-event", Directives(die_mid_event=1)),
        ("die-mid-event=5", Directives(die_mid_event=5)),
        ("garbage", Directives(garbage="http")),
        ("garbage=html", Directives(garbage="html")),
        ("refusal", Directives(refusal="answer")),
        ("refusal=prompt", Directives(refusal="prompt")),
    ],
)
def test_reads_directives(text: str, expected: Directives):
    assert parse(text) == expected


def test_the_last_text_that_names_a_directive_decides():
    assert parse("slow=1;chunks=2", "slow=5") == Directives(slow=5, chunks=2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("status=200", "status=200: expected one of 400, 401"),
        ("status=x", "status=x: expected a whole number"),
        ("slow=-1", "slow=-1: expected a whole number"),
        ("slow=²", "slow=²: expected a whole number"),
        ("slow", "slow=: expected a whole number"),
        ("hang=1", "hang is a flag and takes no value"),
        ("error-first=2", "error-first is a flag"),
        ("garbage=xml", "garbage=xml: expected one of http, json, html"),
        ("refusal=x", "refusal=x: expected one of answer, prompt"),
    ],
)
def test_names_the_value_and_what_was_expected(text: str, message: str):
    with pytest.raises(DirectiveError, match=message):
        parse(text)


def test_an_unknown_directive_lists_the_known():
    with pytest.raises(DirectiveError) as caught:
        parse("explode=1")
    assert all(name in str(caught.value) for name in NAMES)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("gpt-5", ("gpt-5", "")),
        ("gpt-5@hang", ("gpt-5", "hang")),
        ("a@b@hang", ("a@b", "hang")),
        ("claude-sonnet-4-5@20250929", ("claude-sonnet-4-5@20250929", "")),
        ("claude@20250929@slow=1", ("claude@20250929", "slow=1")),
        ("@hang", ("@hang", "")),
        ("gpt@", ("gpt@", "")),
        ("", ("", "")),
    ],
)
def test_splits_a_model_from_its_directives(model: str, expected: tuple[str, str]):
    assert split_model(model) == expected
