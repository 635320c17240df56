"""The dialect `openai-chat` hands each obligation to the module that fulfils it."""

from ai_gateway.core.errors import GatewayError, NotFound, Overloaded
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.contract import ModelEntry
from ai_gateway.dialects.openai_chat import errors, model_list
from ai_gateway.dialects.openai_chat.dialect import OpenAIChat
from ai_gateway.dialects.openai_chat.stream import ChatStream

SPEAKER = OpenAIChat()
ERROR = GatewayError("Broken.")
ENTRY = ModelEntry("m", "owner")


def test_errors() -> None:
    assert SPEAKER.render_error(ERROR, "r") == errors.render_error(ERROR, "r")
    assert SPEAKER.render_error_event(ERROR, "r") == errors.render_error_event(ERROR, "r")
    assert SPEAKER.error_headers("r") == errors.error_headers("r")


def test_statuses() -> None:
    assert [SPEAKER.status(kind("")) for kind in (NotFound, Overloaded)] == [404, 503]


def test_usage() -> None:
    assert SPEAKER.read_usage(b'{"usage":{"prompt_tokens":3}}') == Usage(3)


def test_each_stream_has_its_own_reader() -> None:
    first, second = SPEAKER.stream_reader(), SPEAKER.stream_reader()
    assert isinstance(first, ChatStream)
    assert first is not second


def test_models() -> None:
    assert SPEAKER.render_models([ENTRY]) == model_list.render_models([ENTRY])
    assert SPEAKER.render_model(ENTRY) == model_list.render_model(ENTRY)
