"""Neutral events become the events that OpenAI's SDK waits for, in its order."""

from typing import Any

import msgspec

from ai_gateway.dialects.neutral.content import (
    Citation,
    RedactedThinking,
    Refusal,
    ServerToolCall,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.event import (
    ArgumentsGrew,
    Cited,
    Ended,
    Event,
    Failed,
    Metered,
    PartEnded,
    PartStarted,
    Signed,
    Started,
    Stopped,
    TextGrew,
)
from ai_gateway.dialects.neutral.reply import TokenLogprob
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_responses.event_writer import ResponseWriter
from ai_gateway.dialects.openai_responses.reasoning import carried
from ai_gateway.dialects.sse import read_events

REQUEST = Request(model="m", messages=())
END = (Stopped(0, "end"), Ended())


def write(*events: Event) -> list[dict[str, Any]]:
    stream = ResponseWriter(REQUEST).write([Started("r", "m"), *events])
    return [msgspec.json.decode(event.data) for event in read_events(stream)]


def kinds(written: list[dict[str, Any]]) -> list[str]:
    return [event["type"].removeprefix("response.") for event in written]


def output(written: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return written[-1]["response"]["output"]


def test_two_texts_and_a_call():
    written = write(
        PartStarted(0, 0, Text("")),
        TextGrew(0, 0, "a"),
        PartEnded(0, 0),
        PartStarted(0, 1, Refusal("")),
        TextGrew(0, 1, "No."),
        PartEnded(0, 1),
        PartStarted(0, 2, ToolCall("c", "f", "")),
        ArgumentsGrew(0, 2, "{}"),
        PartEnded(0, 2),
        *END,
    )
    assert kinds(written) == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "content_part.added",
        "refusal.delta",
        "refusal.done",
        "content_part.done",
        "output_item.done",
        "output_item.added",
        "function_call_arguments.delta",
        "function_call_arguments.done",
        "output_item.done",
        "completed",
    ]
    assert [event["sequence_number"] for event in written] == list(range(17))
    assert [event.get("content_index") for event in written[3:11]] == [0, 0, 0, 0, 1, 1, 1, 1]
    assert [item["id"] for item in output(written)] == ["msg_r_0", "fc_r_1"]


def test_a_thought_is_told_and_carried_with_its_signature():
    written = write(
        PartStarted(0, 0, Thinking("", summary=True)),
        TextGrew(0, 0, "hm"),
        Signed(0, 0, "s"),
        PartEnded(0, 0),
        *END,
    )
    assert kinds(written)[2:-1] == [
        "output_item.added",
        "reasoning_summary_part.added",
        "reasoning_summary_text.delta",
        "reasoning_summary_text.done",
        "reasoning_summary_part.done",
        "output_item.done",
    ]
    (item,) = output(written)
    assert carried(item["encrypted_content"]) == Thinking("hm", "s", summary=True)


def test_a_part_that_never_grows_is_added_and_done():
    written = write(PartStarted(0, 0, RedactedThinking("x")), PartEnded(0, 0), *END)
    assert kinds(written)[2:-1] == ["output_item.added", "output_item.done"]


def test_a_search_and_a_tool_without_an_item():
    written = write(
        PartStarted(0, 0, ServerToolCall("s", "web_search", "")),
        ArgumentsGrew(0, 0, '{"query":"x"}'),
        PartEnded(0, 0),
        PartStarted(0, 1, ServerToolCall("t", "code_execution", "")),
        ArgumentsGrew(0, 1, "{}"),
        PartEnded(0, 1),
        *END,
    )
    assert kinds(written)[2:-1] == [
        "output_item.added",
        "web_search_call.in_progress",
        "web_search_call.searching",
        "web_search_call.completed",
        "output_item.done",
        "output_item.added",
        "output_item.done",
    ]
    search, other = output(written)
    assert search["action"] == {"type": "search", "query": "x"}
    assert carried(other["encrypted_content"]) == ServerToolCall("t", "code_execution", "{}")


def test_a_text_that_grows_while_a_call_begins_stays_whole():
    written = write(
        PartStarted(0, 0, Text("")),
        TextGrew(0, 0, "a"),
        PartStarted(0, 1, ToolCall("c", "f", "")),
        TextGrew(0, 0, "b"),
        PartEnded(0, 0),
        PartEnded(0, 1),
        PartStarted(0, 2, Text("")),
        PartEnded(0, 2),
        *END,
    )
    first, call, second = output(written)
    assert first["content"][0]["text"] == "ab"
    assert call["arguments"] == "{}"
    assert (second["type"], second["id"]) == ("message", "msg_r_2")


def test_citations_and_log_probabilities():
    written = write(
        PartStarted(0, 0, Text("")),
        TextGrew(0, 0, "ab", (TokenLogprob("ab", -1.0),)),
        Cited(0, 0, Citation("web", url="u")),
        PartEnded(0, 0),
        *END,
    )
    assert written[4]["logprobs"][0]["token"] == "ab"
    assert written[5]["annotation"]["end_index"] == 2
    (part,) = output(written)[0]["content"]
    assert len(part["annotations"]) == len(part["logprobs"]) == 1


def test_later_counts_replace_earlier_ones_and_no_others():
    written = write(Metered(Tokens(input=5, output=1)), Metered(Tokens(output=9)), *END)
    usage = written[-1]["response"]["usage"]
    assert (usage["input_tokens"], usage["output_tokens"]) == (5, 9)


def test_an_answer_cut_short():
    written = write(PartStarted(0, 0, Text("")), PartEnded(0, 0), Stopped(0, "length"), Ended())
    assert kinds(written)[-1] == "incomplete"
    assert output(written)[0]["status"] == "incomplete"


def test_a_refusal_without_words_gets_some():
    written = write(Stopped(0, "refusal"), Ended())
    assert output(written)[0]["content"][0]["type"] == "refusal"


def test_a_failure_is_told_to_agents_and_to_the_sdk():
    written = write(PartStarted(0, 0, Text("")), TextGrew(0, 0, "a"), Failed(429, "Slow down."))
    failed, error = written[-2:]
    assert failed["type"] == "response.failed"
    assert failed["response"]["error"] == {"code": "rate_limit_exceeded", "message": "Slow down."}
    assert error["type"] == "error"
    assert error["error"]["message"] == "Slow down."


def test_other_answers_are_not_told():
    written = write(PartStarted(1, 0, Text("")), TextGrew(1, 0, "a"), Stopped(1, "length"), *END)
    assert kinds(written) == ["created", "in_progress", "completed"]
