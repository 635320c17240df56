"""Events in no vendor's terms, as one stream of `response.*` events.

Source: `openai.types.responses.ResponseStreamEvent`; what has to agree with what, from the
SDK's own accumulator (`openai.lib.streaming.responses`).
"""

from collections.abc import Iterable

import msgspec

from ai_gateway.dialects.neutral.content import (
    Part,
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
from ai_gateway.dialects.neutral.reply import Stop
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_responses import response, web_search
from ai_gateway.dialects.openai_responses.custom_tool import OpenCustomCall, custom_names
from ai_gateway.dialects.openai_responses.failure import failure_code
from ai_gateway.dialects.openai_responses.numbered import Numbered
from ai_gateway.dialects.openai_responses.open_parts import (
    OpenCall,
    OpenCarried,
    OpenMessage,
    OpenSearch,
    OpenText,
    OpenThinking,
)
from ai_gateway.dialects.openai_responses.output_writer import (
    DECLINED,
    Item,
    item_id,
    last_status,
    signature_item,
    write_part,
)
from ai_gateway.dialects.openai_responses.tokens import write_tokens

_OpenPart = OpenText | OpenThinking | OpenCall | OpenCustomCall | OpenSearch | OpenCarried


class ResponseWriter:
    """Writes one answer; see `ai_gateway.dialects.translation.EventWriter`.

    Texts that follow each other stand in one message. The response at the end repeats every
    item whole, so all of them are kept until then.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._custom = custom_names(request.tools)
        self._numbered = Numbered()
        self._frame: dict[str, object] = {}
        self._response_id = ""
        self._items: list[Item | None] = []
        self._open: dict[int, _OpenPart] = {}
        self._message: OpenMessage | None = None
        self._refused = False
        self._stop: Stop = "end"
        self._usage = Tokens()

    def write(self, events: Iterable[Event]) -> bytes:
        """Return the events of the wire; see `EventWriter.write`. Other answers are not told."""
        written: list[bytes] = []
        for event in events:
            if type(event) is TextGrew:
                written.append(self._text_grew(event))
            else:
                written.append(self._other(event))
        return b"".join(written)

    def _text_grew(self, event: TextGrew) -> bytes:
        part = self._open.get(event.index)
        if part is None or event.answer:
            return b""
        if event.logprobs and isinstance(part, OpenText):
            return part.grow_scored(self._numbered, event.text, event.logprobs)
        return part.grow(self._numbered, event.text)

    def _other(self, event: Event) -> bytes:
        match event:
            case Started():
                return self._started(event)
            case Metered():
                self._meter(event.usage)
                return b""
            case Failed():
                return self._failed(event)
            case Ended():
                return self._ended()
            case _:
                return b"" if event.answer else self._of_answer(event)

    def _of_answer(
        self, event: PartStarted | TextGrew | ArgumentsGrew | Signed | Cited | PartEnded | Stopped
    ) -> bytes:
        match event:
            case PartStarted():
                return self._part_started(event.index, event.part)
            case Stopped():
                return self._stopped(event.stop)
            case PartEnded():
                part = self._open.pop(event.index, None)
                return self._part_ended(part) if part else b""
            case _:
                part = self._open.get(event.index)
        if isinstance(event, ArgumentsGrew) and part:
            return part.grow(self._numbered, event.json)
        if isinstance(event, Signed) and isinstance(part, OpenThinking | OpenCall | OpenCustomCall):
            part.signature += event.signature
        if isinstance(event, Cited) and isinstance(part, OpenText):
            return part.cite(self._numbered, event.citation)
        return b""

    def _started(self, event: Started) -> bytes:
        head = response.head(event.id, event.model, event.created, event.service_tier)
        self._frame = head | response.echo(self._request)
        self._response_id = response.response_id(event.id)
        if event.usage:
            self._meter(event.usage)
        begun: Item = {"response": self._frame | response.began()}
        return self._numbered.event("response.created", begun) + self._numbered.event(
            "response.in_progress", begun
        )

    def _meter(self, usage: Tokens) -> None:
        known = {
            name: count
            for name in usage.__struct_fields__
            if (count := getattr(usage, name)) is not None
        }
        self._usage = msgspec.structs.replace(self._usage, **known)

    def _part_started(self, index: int, part: Part) -> bytes:
        if isinstance(part, Text | Refusal):
            return self._text_started(index, part)
        left = self._leave_message()
        place = len(self._items)
        opened: OpenThinking | OpenCall | OpenCustomCall | OpenSearch
        match part:
            case Thinking():
                opened = OpenThinking(part, item_id("rs", self._response_id, place), place)
            case ToolCall() if part.name in self._custom:
                opened = OpenCustomCall(part, item_id("ctc", self._response_id, place), place)
            case ToolCall():
                opened = OpenCall(part, item_id("fc", self._response_id, place), place)
            case ServerToolCall(name=web_search.NAME):
                opened = OpenSearch(part, place)
            case ServerToolCall():
                self._open[index] = OpenCarried(part)
                return left
            case _:
                return left + self._whole(part)
        self._open[index] = opened
        self._items.append(None)
        return left + opened.begin(self._numbered)

    def _text_started(self, index: int, part: Text | Refusal) -> bytes:
        begun = b""
        message = self._message
        if message is None:
            place = len(self._items)
            message = OpenMessage(item_id("msg", self._response_id, place), place)
            self._message = message
            self._items.append(None)
            members: Item = {"output_index": place, "item": message.item("in_progress")}
            begun = self._numbered.event("response.output_item.added", members)
        self._refused = self._refused or isinstance(part, Refusal)
        text = OpenText(part, message)
        self._open[index] = text
        return begun + text.begin(self._numbered)

    def _part_ended(self, part: _OpenPart) -> bytes:
        if isinstance(part, OpenCarried):
            return self._whole(part.part())
        ended = part.end(self._numbered)
        if isinstance(part, OpenText):
            message = part.message
            done = message.left and not message.growing
            return ended + (self._message_done(message, "completed") if done else b"")
        ended += self._item_done(part.output_index, part.item())
        if isinstance(part, OpenCall | OpenCustomCall) and part.signature:
            carrier_id = item_id("rs", self._response_id, len(self._items))
            ended += self._whole_item(signature_item(part.call(), carrier_id))
        return ended

    def _whole(self, part: Part) -> bytes:
        items = write_part(part, self._response_id, len(self._items))
        return b"".join(map(self._whole_item, items))

    def _whole_item(self, item: Item) -> bytes:
        place = len(self._items)
        self._items.append(None)
        members: Item = {"output_index": place, "item": item}
        added = self._numbered.event("response.output_item.added", members)
        return added + self._item_done(place, item)

    def _leave_message(self) -> bytes:
        message, self._message = self._message, None
        if message is None:
            return b""
        message.left = True
        return b"" if message.growing else self._message_done(message, "completed")

    def _message_done(self, message: OpenMessage, status: str) -> bytes:
        return self._item_done(message.output_index, message.item(status))

    def _item_done(self, place: int, item: Item) -> bytes:
        self._items[place] = item
        members: Item = {"output_index": place, "item": item}
        return self._numbered.event("response.output_item.done", members)

    def _stopped(self, stop: Stop) -> bytes:
        self._stop = stop
        declined = b""
        if stop == "refusal" and not self._refused:
            index = -1  # no part of the answer has it
            declined = self._text_started(index, DECLINED)
            declined += self._part_ended(self._open.pop(index))
        message, self._message = self._message, None
        return declined + (self._message_done(message, last_status(stop)) if message else b"")

    def _ended(self) -> bytes:
        end = response.ended(self._stop)
        whole = self._whole_response(end) | {"usage": write_tokens(self._usage)}
        return self._numbered.event(f"response.{end['status']}", {"response": whole})

    def _failed(self, event: Failed) -> bytes:
        """Return the failed response, and then the error on which the SDK raises.

        OpenAI's stream holds either or both. Agents look for the one, the SDK for the other.
        """
        whole = self._whole_response(response.failed(event.status, event.message))
        failed = self._numbered.event("response.failed", {"response": whole})
        code = failure_code(event.status)
        error = {"message": event.message, "type": code, "param": None, "code": code}
        members: dict[str, object] = {"code": code, "message": event.message, "param": None}
        return failed + self._numbered.event("error", members | {"error": error})

    def _whole_response(self, end: dict[str, object]) -> dict[str, object]:
        items = [item for item in self._items if item is not None]
        return self._frame | end | {"output": items}
