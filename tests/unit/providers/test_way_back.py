"""The way of an answer back: whole, streamed, and with the names that a provider leaves out."""

import json
from collections.abc import Sequence

import pytest

from ai_gateway.core.errors import ProviderDied
from ai_gateway.core.operation import Operation
from ai_gateway.dialects.anthropic_messages.caller import AnthropicCaller
from ai_gateway.dialects.anthropic_messages.provider import AnthropicProvider
from ai_gateway.dialects.builtin import CALLERS
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.event import Ended, Event, PartStarted, Started, Stopped
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.providers.foreign import foreign_by
from ai_gateway.providers.way_back import AnsweredBack, Birth, CountedBack, TranslatedRelay
from tests.unit.core.pieces import Pieces
from tests.unit.providers.anthropic_answer import BEGINNING, EVENTS

ASKED = b'{"model":"claude-haiku-4-5","messages":[{"role":"user","content":"hi"}]}'
REQUEST = CALLERS["openai-chat"].read_request(ASKED)
BIRTH = Birth("call-1", "claude-haiku-4-5", 7)
NAMES = ("call-1", "claude-haiku-4-5", 7)


class Nameless(AnthropicProvider):
    """A provider that tells neither an id nor a model."""

    def read_reply(self, body: bytes) -> Reply:
        return Reply(id="", model="", answers=(Answer((Text("hi"),), "end"),))

    def event_reader(self) -> "NamelessEvents":  # pyright: ignore[reportIncompatibleMethodOverride]
        return NamelessEvents()


class NamelessEvents:
    """Events of such a provider: nothing, the beginning, the end."""

    def __init__(self) -> None:
        self._fed = 0

    def feed(self, piece: bytes) -> Sequence[Event]:
        self._fed += 1
        text = PartStarted(0, 0, Text("hi"))
        return [] if self._fed == 1 else [Started(id="", model=""), text]

    def finish(self) -> Sequence[Event]:
        return [Stopped(0, "end"), Ended()]


class TestNames:
    """An answer has an id and a model, whoever gave it."""

    def test_a_whole_answer_gets_what_the_provider_left_out(self):
        back = AnsweredBack(BIRTH, REQUEST, CALLERS["openai-chat"], Nameless())
        answer = json.loads(back.whole(b"{}"))
        assert (answer["id"], answer["model"], answer["created"]) == NAMES

    @pytest.mark.anyio
    async def test_a_stream_gets_it_at_its_beginning(self):
        back = AnsweredBack(BIRTH, REQUEST, CALLERS["openai-chat"], Nameless())
        text = b"".join([piece async for piece in back.stream(Pieces([b"1", b"2"]))])
        first = json.loads(text.partition(b"\n")[0].removeprefix(b"data: "))
        assert (first["id"], first["model"], first["created"]) == NAMES

    @pytest.mark.anyio
    async def test_what_the_provider_told_stays(self):
        back = AnsweredBack(BIRTH, REQUEST, CALLERS["openai-chat"], AnthropicProvider())
        text = b"".join([piece async for piece in back.stream(Pieces(EVENTS))])
        assert b"call-1" not in text


class TestCount:
    """A count of tokens."""

    def test_it_is_said_in_the_callers_words(self):
        counter = foreign_by(Operation.GENERATE, Quirks()).counter
        assert counter is not None
        back = CountedBack(AnthropicCaller(), counter)
        assert json.loads(back.whole(b'{"totalTokens":7}')) == {"input_tokens": 7}
        assert back.stream(Pieces()) is None


def relay(source: Pieces) -> TranslatedRelay:
    caller = CALLERS["openai-chat"]
    request = caller.read_request(ASKED)
    return TranslatedRelay(source, AnthropicProvider().event_reader(), caller.event_writer(request))


async def pieces_of(source: Pieces) -> list[bytes]:
    return [piece async for piece in relay(source)]


class TestRelay:
    """A stream on its way back."""

    pytestmark = pytest.mark.anyio

    async def test_each_piece_is_whole_events_and_none_is_empty(self):
        pieces = await pieces_of(Pieces(EVENTS))
        assert pieces
        assert all(piece.endswith(b"\n\n") for piece in pieces)

    async def test_any_chunking_gives_the_same_bytes(self):
        whole = b"".join(EVENTS)
        alone = [whole[at : at + 1] for at in range(len(whole))]
        assert b"".join(await pieces_of(Pieces(alone))) == b"".join(
            await pieces_of(Pieces([whole]))
        )

    async def test_what_came_before_a_break_is_passed_on_before_it_is_raised(self):
        broken = relay(Pieces(BEGINNING, ProviderDied("gone")))
        seen = [await anext(broken) for _ in BEGINNING[1:]]
        with pytest.raises(ProviderDied, match="gone"):
            await anext(broken)
        assert b'"content":"Hello"' in b"".join(seen)

    async def test_a_stream_that_ends_too_early_is_no_clean_end(self):
        with pytest.raises(ProviderDied):
            await pieces_of(Pieces(BEGINNING))

    async def test_what_is_left_at_the_end_is_the_last_piece(self):
        # Some servers leave out the empty line after their last event.
        chunk = b'data: {"id":"c","created":1,"model":"m","choices":[%s]}\n\n'
        said = chunk % b'{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}'
        caller, speaker = (
            CALLERS["anthropic-messages"],
            foreign_by(Operation.CHAT, Quirks()).speaker,
        )
        asked = b'{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}'
        writer = caller.event_writer(caller.read_request(asked))
        stream = TranslatedRelay(Pieces([said, b"data: [DONE]"]), speaker.event_reader(), writer)
        pieces = [piece async for piece in stream]
        assert b"message_stop" in pieces[-1]
        assert b"message_stop" not in b"".join(pieces[:-1])

    async def test_after_the_end_nothing_more_comes(self):
        stream = relay(Pieces(EVENTS))
        assert [piece async for piece in stream]
        assert [piece async for piece in stream] == []

    async def test_closing_closes_the_providers_stream(self):
        source = Pieces(EVENTS)
        await relay(source).aclose()
        assert source.closed == 1
