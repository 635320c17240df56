"""A search that a provider ran keeps what it searched for."""

import msgspec
import pytest

from ai_gateway.dialects.neutral.content import ServerToolCall
from ai_gateway.dialects.openai_responses.web_search import read_search, write_search


def test_the_usual_action_is_what_other_dialects_say_too():
    action = {"type": msgspec.Raw(b'"search"'), "query": msgspec.Raw(b'"x"')}
    call = read_search("ws_1", action)
    assert call == ServerToolCall("ws_1", "web_search", '{"query":"x"}')
    assert msgspec.json.decode(msgspec.json.encode(write_search(call))) == {
        "id": "ws_1",
        "type": "web_search_call",
        "status": "completed",
        "action": {"type": "search", "query": "x"},
    }


def test_another_action_keeps_its_type():
    action = {"type": msgspec.Raw(b'"open_page"'), "url": msgspec.Raw(b'"u"')}
    call = read_search("ws_1", action)
    assert call.input == '{"type":"open_page","url":"u"}'
    written = msgspec.json.decode(msgspec.json.encode(write_search(call)))
    assert written["action"] == {"type": "open_page", "url": "u"}


@pytest.mark.parametrize("given", ["", "{}", '{"query":"cut o', "[]"])
def test_an_absent_action_is_a_search(given: str):
    assert read_search("ws_1", None).input == "{}"
    written = msgspec.json.encode(write_search(ServerToolCall("ws_1", "web_search", given)))
    assert msgspec.json.decode(written)["action"] == {"type": "search"}
