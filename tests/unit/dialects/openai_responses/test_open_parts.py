"""An open part tells of its beginning, its growth and its end, and knows itself whole."""

from typing import Any

import msgspec

from ai_gateway.dialects.neutral.content import (
    Citation,
    Refusal,
    ServerToolCall,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.openai_responses.numbered import Numbered
from ai_gateway.dialects.openai_responses.open_parts import (
    OpenCall,
    OpenCarried,
    OpenMessage,
    OpenSearch,
    OpenText,
    OpenThinking,
)
from ai_gateway.dialects.openai_responses.reasoning import seal
from ai_gateway.dialects.sse import read_events

NUMBERED = Numbered()


def told(stream: bytes) -> list[dict[str, Any]]:
    return [msgspec.json.decode(event.data) for event in read_events(stream)]


def test_texts_take_their_places_in_a_message():
    message = OpenMessage("msg", 3)
    first = OpenText(Text(""), message)
    first.begin(NUMBERED)
    second = OpenText(Refusal(""), message)
    second.begin(NUMBERED)
    assert message.growing == 2
    (delta,) = told(first.grow(NUMBERED, "a"))
    assert (delta["output_index"], delta["content_index"], delta["delta"]) == (3, 0, "a")
    first.cite(NUMBERED, Citation("web", url="u"))
    first.end(NUMBERED)
    second.grow(NUMBERED, "No.")
    done, part = told(second.end(NUMBERED))
    assert (done["refusal"], part["content_index"]) == ("No.", 1)
    assert message.growing == 0
    text, refusal = msgspec.json.decode(msgspec.json.encode(message.content))
    (annotation,) = text["annotations"]
    assert (text["text"], annotation["url"]) == ("a", "u")
    assert message.item("completed")["content"] == [text, refusal]
    assert refusal == {"type": "refusal", "refusal": "No."}


def test_a_thought_keeps_the_id_under_which_it_began():
    thought = OpenThinking(Thinking("", id="rs_own"), "rs_made_up", 0)
    added, part = told(thought.begin(NUMBERED))
    assert added["item"]["id"] == "rs_own"
    assert part["part"] == {"type": "reasoning_text", "text": ""}
    thought.grow(NUMBERED, "hm")
    thought.signature = seal("rs_own", "g")
    thought.end(NUMBERED)
    assert thought.item() == {
        "id": "rs_own",
        "type": "reasoning",
        "summary": [],
        "content": [{"type": "reasoning_text", "text": "hm"}],
        "encrypted_content": "g",
    }


def test_a_call_without_arguments_gets_an_empty_object():
    call = OpenCall(ToolCall("c", "f", ""), "fc", 0)
    call.begin(NUMBERED)
    delta, done = told(call.end(NUMBERED))
    assert (delta["delta"], done["arguments"]) == ("{}", "{}")
    assert call.item()["arguments"] == "{}"


def test_a_call_that_is_signed_knows_it():
    call = OpenCall(ToolCall("c", "f", ""), "fc", 0)
    call.grow(NUMBERED, '{"a":')
    call.grow(NUMBERED, "1}")
    call.signature = "s"
    assert call.call() == ToolCall("c", "f", '{"a":1}', signature="s")


def test_a_search_says_at_its_end_what_it_searched_for():
    search = OpenSearch(ServerToolCall("ws", "web_search", ""), 0)
    assert len(told(search.begin(NUMBERED))) == 3
    assert search.grow(NUMBERED, '{"query":"x"}') == b""
    (done,) = told(search.end(NUMBERED))
    assert done["type"] == "response.web_search_call.completed"
    item = msgspec.json.decode(msgspec.json.encode(search.item()))
    assert item["action"] == {"type": "search", "query": "x"}


def test_what_is_carried_is_silent_and_whole():
    carried = OpenCarried(ServerToolCall("t", "code_execution", ""))
    assert carried.grow(NUMBERED, "{}") == b""
    assert carried.part() == ServerToolCall("t", "code_execution", "{}")
