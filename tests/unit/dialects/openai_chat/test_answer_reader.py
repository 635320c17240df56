"""One streamed answer, from deltas to parts that never overlap."""

import msgspec
import pytest

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.neutral.content import (
    Citation,
    Image,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.event import (
    ArgumentsGrew,
    Cited,
    Event,
    PartEnded,
    PartStarted,
    Signed,
    Stopped,
    TextGrew,
)
from ai_gateway.dialects.neutral.reply import TokenLogprob
from ai_gateway.dialects.neutral.source import Link
from ai_gateway.dialects.openai_chat.answer_reader import AnswerReader
from ai_gateway.dialects.openai_chat.reply_shapes import ChunkChoice

DECODER = msgspec.json.Decoder(ChunkChoice)


def read(*deltas: str, finish: str | None = "stop") -> list[Event]:
    reader = AnswerReader(0)
    events: list[Event] = []
    for delta in deltas:
        reader.read(DECODER.decode(f'{{"delta":{delta}}}'), events)
    if finish:
        reader.read(ChunkChoice(finish_reason=finish), events)
    return events


def test_text_grows_in_one_part() -> None:
    assert read('{"role":"assistant","content":""}', '{"content":"a"}', '{"content":"b"}') == [
        PartStarted(0, 0, Text("")),
        TextGrew(0, 0, "a"),
        TextGrew(0, 0, "b"),
        PartEnded(0, 0),
        Stopped(0, "end"),
    ]


def test_an_answer_without_a_word_just_stops() -> None:
    assert read() == [Stopped(0, "end")]


def test_what_comes_after_the_end_is_not_part_of_the_answer() -> None:
    reader = AnswerReader(0)
    events: list[Event] = []
    reader.read(DECODER.decode('{"delta":{"content":"a"},"finish_reason":"length"}'), events)
    before = list(events)
    reader.read(DECODER.decode('{"delta":{"content":"b"},"finish_reason":"stop"}'), events)
    reader.stop("stop", None, events)
    assert reader.stopped
    assert events == before


@pytest.mark.parametrize("member", ["reasoning_content", "reasoning"])
def test_plain_thoughts_are_one_part_before_the_text(member: str) -> None:
    events = read(f'{{"{member}":"w"}}', f'{{"{member}":"hy","content":"so"}}', finish=None)
    assert events == [
        PartStarted(0, 0, Thinking("")),
        TextGrew(0, 0, "w"),
        TextGrew(0, 0, "hy"),
        PartEnded(0, 0),
        PartStarted(0, 1, Text("")),
        TextGrew(0, 1, "so"),
    ]


def test_details_are_told_apart_by_type_and_index() -> None:
    def detail(members: str) -> str:
        return f'{{"reasoning":"x","reasoning_details":[{{"type":"reasoning.{members}}}]}}'

    events = read(
        detail('text","text":"why","id":"rs_1","index":0'),
        detail('text","signature":"s","index":0'),
        detail('summary","summary":"short","index":1'),
        detail('encrypted","data":"d","id":"rs_2","index":2'),
        detail('dream","text":"?","index":3'),
        finish=None,
    )
    assert events == [
        PartStarted(0, 0, Thinking("", id="rs_1")),
        TextGrew(0, 0, "why"),
        Signed(0, 0, "s"),
        PartEnded(0, 0),
        PartStarted(0, 1, Thinking("", summary=True)),
        TextGrew(0, 1, "short"),
        PartEnded(0, 1),
        PartStarted(0, 2, RedactedThinking("d", "rs_2")),
        PartEnded(0, 2),
    ]


def call(index: int, members: str) -> str:
    return f'{{"tool_calls":[{{"index":{index},{members}}}]}}'


def test_calls_grow_one_after_the_other() -> None:
    events = read(
        call(0, '"id":"c1","type":"function","function":{"name":"f","arguments":""}'),
        call(0, '"function":{"arguments":"{"}'),
        call(0, '"function":{"arguments":"}"}'),
        call(1, '"id":"c2","function":{"name":"g","arguments":"{}"}'),
        finish="tool_calls",
    )
    assert events == [
        PartStarted(0, 0, ToolCall("c1", "f", "")),
        ArgumentsGrew(0, 0, "{"),
        ArgumentsGrew(0, 0, "}"),
        PartEnded(0, 0),
        PartStarted(0, 1, ToolCall("c2", "g", "")),
        ArgumentsGrew(0, 1, "{}"),
        PartEnded(0, 1),
        Stopped(0, "tool_calls"),
    ]


def begun(events: list[Event]) -> list[object]:
    return [event.part for event in events if isinstance(event, PartStarted)]


def test_a_new_id_under_an_old_index_is_a_new_call() -> None:
    events = read(
        call(0, '"id":"c1","function":{"name":"f","arguments":"{}"}'),
        call(0, '"id":"c2","function":{"name":"f","arguments":"{}"}'),
        call(0, '"id":"c2","function":{"arguments":" "}'),
    )
    assert begun(events) == [ToolCall("c1", "f", ""), ToolCall("c2", "f", "")]
    assert events[-1] == Stopped(0, "tool_calls")
    assert ArgumentsGrew(0, 1, " ") in events


def test_calls_without_index_or_id_get_both() -> None:
    events = read('{"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}')
    assert begun(events) == [ToolCall("call_0", "f", "")]
    older = read('{"function_call":{"name":"f"}}', '{"function_call":{"arguments":"{}"}}')
    assert begun(older) == [ToolCall("call_0", "f", "")]
    assert ArgumentsGrew(0, 0, "{}") in older


def test_more_of_a_call_after_the_next_has_begun_is_refused_and_an_echo_is_not() -> None:
    first, second = (
        call(0, '"id":"c1","function":{"name":"f"}'),
        call(1, '"id":"c2","function":{"name":"g"}'),
    )
    assert read(first, second, call(0, '"id":"c1","function":{"arguments":""}'))
    with pytest.raises(ProviderMisbehaved, match="more of its tool call 0"):
        read(first, second, call(0, '"function":{"arguments":"{}"}'))


def test_the_signature_of_a_call_comes_with_it_or_later() -> None:
    signed = '"extra_content":{"google":{"thought_signature":"g"}}'
    events = read(call(0, f'"id":"c1","function":{{"name":"f"}},{signed}'), call(0, signed))
    assert events[:2] == [PartStarted(0, 0, ToolCall("c1", "f", "", "g")), Signed(0, 0, "g")]


def test_a_refusal_is_a_part_and_a_reason() -> None:
    assert read('{"refusal":"n"}', '{"refusal":"o"}') == [
        PartStarted(0, 0, Refusal("")),
        TextGrew(0, 0, "n"),
        TextGrew(0, 0, "o"),
        PartEnded(0, 0),
        Stopped(0, "refusal"),
    ]


def test_citations_and_pictures_are_read() -> None:
    note = '{"type":"url_citation","url_citation":{"url":"https://x","title":"X"}}'
    image = '{"type":"image_url","image_url":{"url":"https://y"}}'
    events = read(f'{{"annotations":[{note}]}}', f'{{"images":[{image}]}}', finish=None)
    assert events == [
        PartStarted(0, 0, Text("")),
        Cited(0, 0, Citation("web", url="https://x", title="X")),
        PartEnded(0, 0),
        PartStarted(0, 1, Image(Link("https://y"))),
        PartEnded(0, 1),
    ]


@pytest.mark.parametrize("member", ["content", "refusal"])
def test_log_probabilities_come_with_their_text(member: str) -> None:
    reader, events = AnswerReader(0), list[Event]()
    token = '{"token":"a","logprob":-1.0,"top_logprobs":[]}'
    choice = f'{{"delta":{{"{member}":"a"}},"logprobs":{{"{member}":[{token}]}}}}'
    reader.read(DECODER.decode(choice), events)
    assert events[-1] == TextGrew(0, 0, "a", (TokenLogprob("a", -1.0),))


def test_a_token_that_is_a_part_of_a_character_has_no_text_yet() -> None:
    reader, events = AnswerReader(0), list[Event]()
    token = '{"token":"x","logprob":-1.0,"top_logprobs":[]}'
    reader.read(
        DECODER.decode(f'{{"delta":{{"content":""}},"logprobs":{{"content":[{token}]}}}}'), events
    )
    assert events[-1] == TextGrew(0, 0, "", (TokenLogprob("x", -1.0),))
