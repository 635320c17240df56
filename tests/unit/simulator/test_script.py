import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.simulator.directive import BEHAVE, Directives
from ai_gateway.simulator.script import (
    EPOCH,
    REFUSAL,
    Prompt,
    Tool,
    count_tokens,
    created_at,
    identifier,
    input_tokens,
    reply,
)

WEATHER = Tool("weather", {"properties": {"city": {"type": "string"}}}, '{"name":"weather"}')
TIME = Tool("time", None, '{"name":"time"}')


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("a", 1), ("abcd", 1), ("abcde", 2), ("é€", 2), ("😀", 1)]
)
def test_a_token_is_four_bytes(text: str, tokens: int):
    assert count_tokens(text) == tokens


def test_input_is_everything_that_the_model_reads():
    prompt = Prompt(texts=["abc", "de"], attachments=2, tools=[TIME])
    assert input_tokens(prompt) == 5 + 2 * 85  # ceil((5 + 15) / 4)


@given(st.text(), st.integers(0, 100))
def test_pieces_make_the_text_whatever_their_size(text: str, size: int):
    said = reply(Prompt(last=text), Directives(chunk_bytes=size))
    assert said.text == f"You said: {text[:400]}"
    assert said.output_tokens == count_tokens(said.text)


def test_the_pieces_are_words():
    assert reply(Prompt(last="a b"), BEHAVE).pieces == ["You", " said:", " a", " b"]


def test_a_tool_result_is_quoted():
    assert reply(Prompt(last="42", answers_tool=True), BEHAVE).text == "The tool said: 42"


@given(st.text(min_size=10), st.integers(1, 5))
def test_text_is_cut_to_what_is_allowed(text: str, limit: int):
    said = reply(Prompt(last=text, max_tokens=limit), BEHAVE)
    assert said.cut is (len(f"You said: {text[:400]}".encode()) > 4 * limit)
    assert said.output_tokens <= limit or not said.cut


@pytest.mark.parametrize(
    ("last", "forced", "answers_tool", "called"),
    [
        ("use the tool", None, False, "weather"),
        ("Tool!", None, False, "weather"),
        ("toolbox", None, False, None),
        ("use the tool", None, True, None),
        ("hello", "", False, "weather"),
        ("hello", "time", False, "time"),
    ],
)
def test_calls_a_tool_where_asked_or_forced(
    last: str, forced: str | None, called: str | None, *, answers_tool: bool
):
    prompt = Prompt(last=last, forced=forced, answers_tool=answers_tool, tools=[WEATHER, TIME])
    call = reply(prompt, BEHAVE).tool_call
    assert (call.name if call else None) == called


def test_a_call_has_arguments_for_its_schema_and_costs_their_tokens():
    said = reply(Prompt(tools=[WEATHER], forced=""), BEHAVE)
    assert said.tool_call
    assert "".join(said.tool_call.argument_pieces) == said.tool_call.arguments
    assert json.loads(said.tool_call.arguments) == {"city": "example"}
    assert said.output_tokens == count_tokens("weather" + said.tool_call.arguments)
    assert said.pieces == []


@pytest.mark.parametrize("length", [8, 22, 48])
def test_identifiers_of_one_request_differ(length: int):
    made = {identifier("", number, length, place) for number in (1, 2) for place in range(16)}
    assert len(made) == 32


def test_length_as_asked_for():
    said = reply(Prompt(max_tokens=1), Directives(chunks=3, chunk_bytes=25))
    assert [len(piece) for piece in said.pieces] == [25] * 3
    assert reply(Prompt(), Directives(chunks=3)).output_tokens == 3
    megabyte = reply(Prompt(), Directives(megabytes=1))
    assert megabyte.output_tokens == 1024 * 1024 / 4


def test_cached_and_reasoning_tokens():
    said = reply(Prompt(texts=["abcdefgh"]), Directives(cached=99, reasoning=10))
    assert (said.input_tokens, said.cached_tokens) == (2, 2)
    assert said.output_tokens == count_tokens("You said: ") + 10


def test_thinking_counts_as_output():
    said = reply(Prompt(last="abc", thinking=True), BEHAVE)
    assert said.thinking == "The last message has 3 characters."
    assert said.output_tokens == count_tokens(said.thinking) + count_tokens("You said: abc")
    assert said.reasoning_tokens == count_tokens(said.thinking)


def test_a_structured_answer_is_json():
    schema = {"properties": {"n": {"type": "integer"}}}
    assert reply(Prompt(schema=schema), BEHAVE).text == '{"n":1}'


def test_identifiers_are_unique_and_stable():
    made = [identifier("x-", number) for number in range(1000)]
    assert len(set(made)) == 1000
    assert identifier("x-", 7) == made[7]
    assert {len(one) for one in made} == {26}
    assert all(later - earlier == 1 for earlier, later in pairwise(map(created_at, range(9))))
    assert created_at(1) == EPOCH + 1


def test_several_calls_go_round_the_tools():
    said = reply(Prompt(tools=[WEATHER, TIME], forced="time"), Directives(calls=3))
    assert [call.name for call in said.tool_calls] == ["time", "weather", "time"]


@pytest.mark.parametrize(
    ("last", "forced", "called"),
    [
        ('call time {"at": [1, {"é": null}]}', None, [("time", '{"at":[1,{"é":null}]}')]),
        ("use the tool, call time {}", None, [("time", "{}")]),
        ('call weather {"a": 1}call time {} .', None, [("weather", '{"a":1}'), ("time", "{}")]),
        ("call time {}", "", [("time", "{}")]),
        ("call time {}", "time", [("time", "{}")]),
        ("call time {}", "weather", [("weather", '{"city":"example"}')]),
        ("call other {}", None, []),
        ('call time {"a"', None, []),
        ("call time [1]", None, []),
        ("call time", None, []),
    ],
)
@pytest.mark.parametrize("answers_tool", [False, True])
def test_calls_are_those_that_the_last_message_spells_out(
    last: str, forced: str | None, called: list[tuple[str, str]], *, answers_tool: bool
):
    prompt = Prompt(last=last, forced=forced, answers_tool=answers_tool, tools=[WEATHER, TIME])
    said = reply(prompt, BEHAVE)
    assert [(call.name, call.arguments) for call in said.tool_calls] == called


def test_nothing_is_called_where_no_tool_may_be():
    assert reply(Prompt(last="call time {}"), BEHAVE).text == "You said: call time {}"


def test_a_refusal_calls_no_tool():
    said = reply(Prompt(tools=[WEATHER], forced=""), Directives(refusal="answer"))
    assert (said.text, said.refused, said.tool_calls) == (REFUSAL, True, [])


@pytest.mark.parametrize(
    ("stop", "text", "met"),
    [(["X", "b"], "You said: a ", "b"), (["b", "a"], "You s", "a"), (["X"], "You said: a b", None)],
)
def test_the_first_stop_sequence_ends_the_text(stop: list[str], text: str, met: str | None):
    said = reply(Prompt(last="a b", stop=stop), BEHAVE)
    assert (said.text, said.met) == (text, met)


def test_what_is_cut_met_no_stop_sequence():
    said = reply(Prompt(last="a b", stop=["b"], max_tokens=1), BEHAVE)
    assert (said.cut, said.met) == (True, None)
