"""Parts of a streamed answer that have begun and not ended, as the events that tell of them."""

import msgspec

from ai_gateway.dialects.neutral.content import (
    Citation,
    Refusal,
    ServerToolCall,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.reply import TokenLogprob
from ai_gateway.dialects.openai_responses import web_search
from ai_gateway.dialects.openai_responses.annotations import write_citation
from ai_gateway.dialects.openai_responses.numbered import DeltaFrame, Numbered
from ai_gateway.dialects.openai_responses.output_writer import (
    Item,
    call_item,
    content_part,
    message_item,
    write_logprobs,
)
from ai_gateway.dialects.openai_responses.reasoning import write_reasoning

# The wire demands the member; a delta that has some is written another way.
_NO_LOGPROBS = b',"logprobs":[]'


class OpenMessage:
    """A message that further texts may join. `growing` counts its parts that have not ended.

    `left` says that another item has begun since, so that no further text may join.
    """

    def __init__(self, item_id: str, output_index: int) -> None:
        self.item_id = item_id
        self.output_index = output_index
        self.content: list[Item] = []
        self.growing = 0
        self.left = False

    def item(self, status: str) -> Item:
        """Return the message as it is now."""
        return message_item(self.item_id, self.content, status)


class OpenText:
    """A text or a refusal in a message."""

    def __init__(self, part: Text | Refusal, message: OpenMessage) -> None:
        self.message = message
        self._part = part
        self._name = "output_text" if isinstance(part, Text) else "refusal"
        self._pieces = [part.text]
        self._citations: list[Citation] = []
        self._logprobs: list[TokenLogprob] = []
        self._index = len(message.content)
        self._place: Item = {
            "item_id": message.item_id,
            "output_index": message.output_index,
            "content_index": self._index,
        }
        after = _NO_LOGPROBS if isinstance(part, Text) else b""
        self._frame = DeltaFrame(f"response.{self._name}.delta", self._place, after)

    def begin(self, numbered: Numbered) -> bytes:
        """Return the event with which the part begins, and take its place in the message."""
        part = content_part(self._part)
        self.message.content.append(part)
        self.message.growing += 1
        return numbered.event("response.content_part.added", self._place | {"part": part})

    def grow(self, numbered: Numbered, text: str) -> bytes:
        """Return the event of more `text`."""
        self._pieces.append(text)
        return numbered.delta(self._frame, text)

    def grow_scored(
        self, numbered: Numbered, text: str, logprobs: tuple[TokenLogprob, ...]
    ) -> bytes:
        """Return the event of more `text` and the log-probabilities of its tokens."""
        self._pieces.append(text)
        self._logprobs += logprobs
        members: Item = {"delta": text, "logprobs": write_logprobs(logprobs)}
        return numbered.event(f"response.{self._name}.delta", self._place | members)

    def cite(self, numbered: Numbered, citation: Citation) -> bytes:
        """Return the event of a citation."""
        index = len(self._citations)
        self._citations.append(citation)
        annotation = write_citation(citation, sum(map(len, self._pieces)))
        members: Item = {"annotation_index": index, "annotation": annotation}
        return numbered.event("response.output_text.annotation.added", self._place | members)

    def end(self, numbered: Numbered) -> bytes:
        """Return the events with which the part ends."""
        text = "".join(self._pieces)
        if isinstance(self._part, Text):
            part = content_part(Text(text, tuple(self._citations)), self._logprobs)
            said: Item = {"text": text, "logprobs": part["logprobs"]}
        else:
            part = content_part(Refusal(text))
            said = {"refusal": text}
        self.message.content[self._index] = part
        self.message.growing -= 1
        done = numbered.event(f"response.{self._name}.done", self._place | said)
        return done + numbered.event("response.content_part.done", self._place | {"part": part})


class OpenThinking:
    """A thought, told as a summary or as it was."""

    def __init__(self, part: Thinking, item_id: str, output_index: int) -> None:
        self.output_index = output_index
        self.signature = part.signature or ""
        self._part = part
        self._pieces = [part.text]
        self._item_id = str(write_reasoning(part, item_id)["id"])
        index = "summary_index" if part.summary else "content_index"
        self._place: Item = {"item_id": self._item_id, "output_index": output_index, index: 0}
        self._name = "reasoning_summary_text" if part.summary else "reasoning_text"
        self._part_name = "reasoning_summary_part" if part.summary else "content_part"
        self._frame = DeltaFrame(f"response.{self._name}.delta", self._place)

    def begin(self, numbered: Numbered) -> bytes:
        """Return the events with which the item and its only part begin."""
        item: Item = {"id": self._item_id, "type": "reasoning", "summary": []}
        added: Item = {"output_index": self.output_index, "item": item}
        return numbered.event("response.output_item.added", added) + numbered.event(
            f"response.{self._part_name}.added", self._place | {"part": self._written("")}
        )

    def grow(self, numbered: Numbered, text: str) -> bytes:
        """Return the event of more `text`."""
        self._pieces.append(text)
        return numbered.delta(self._frame, text)

    def end(self, numbered: Numbered) -> bytes:
        """Return the events with which the part ends."""
        text = "".join(self._pieces)
        return numbered.event(
            f"response.{self._name}.done", self._place | {"text": text}
        ) + numbered.event(
            f"response.{self._part_name}.done", self._place | {"part": self._written(text)}
        )

    def item(self) -> Item:
        """Return the whole item, which stays the one that began whatever signs it."""
        thought = msgspec.structs.replace(
            self._part, text="".join(self._pieces), signature=self.signature or None
        )
        return write_reasoning(thought, self._item_id) | {"id": self._item_id}

    def _written(self, text: str) -> Item:
        return {"type": "summary_text" if self._part.summary else "reasoning_text", "text": text}


class OpenCall:
    """A function call."""

    def __init__(self, part: ToolCall, item_id: str, output_index: int) -> None:
        self.output_index = output_index
        self.signature = part.signature or ""
        self._part = part
        self._item_id = item_id
        self._pieces = [part.arguments]
        self._place: Item = {"item_id": item_id, "output_index": output_index}
        self._frame = DeltaFrame("response.function_call_arguments.delta", self._place)

    def begin(self, numbered: Numbered) -> bytes:
        """Return the event with which the item begins."""
        item = call_item(self._part, self._item_id, "in_progress") | {"arguments": ""}
        added: Item = {"output_index": self.output_index, "item": item}
        return numbered.event("response.output_item.added", added)

    def grow(self, numbered: Numbered, text: str) -> bytes:
        """Return the event of more of the arguments' JSON `text`."""
        self._pieces.append(text)
        return numbered.delta(self._frame, text)

    def end(self, numbered: Numbered) -> bytes:
        """Return the events with which the arguments end, "{}" where the model wrote none."""
        begun = b"" if any(self._pieces) else self.grow(numbered, "{}")
        members: Item = {"arguments": "".join(self._pieces)}
        done = "response.function_call_arguments.done"
        return begun + numbered.event(done, self._place | members)

    def call(self) -> ToolCall:
        """Return the whole call."""
        return msgspec.structs.replace(
            self._part, arguments="".join(self._pieces), signature=self.signature or None
        )

    def item(self) -> Item:
        """Return the whole item."""
        return call_item(self.call(), self._item_id)


class OpenSearch:
    """A search of the web; what is searched for is told with its end."""

    def __init__(self, part: ServerToolCall, output_index: int) -> None:
        self.output_index = output_index
        self._part = part
        self._pieces = [part.input]
        self._place: Item = {"item_id": part.id, "output_index": output_index}

    def begin(self, numbered: Numbered) -> bytes:
        """Return the events with which the search begins."""
        item: Item = {
            "id": self._part.id,
            "type": "web_search_call",
            "status": "in_progress",
            "action": {"type": "search", "query": ""},
        }
        added: Item = {"output_index": self.output_index, "item": item}
        return (
            numbered.event("response.output_item.added", added)
            + numbered.event("response.web_search_call.in_progress", self._place)
            + numbered.event("response.web_search_call.searching", self._place)
        )

    def grow(self, _: Numbered, text: str) -> bytes:
        """Take more of the input's JSON `text`, of which the wire has no event."""
        self._pieces.append(text)
        return b""

    def end(self, numbered: Numbered) -> bytes:
        """Return the event with which the search ends."""
        return numbered.event("response.web_search_call.completed", self._place)

    def item(self) -> Item:
        """Return the whole item."""
        whole = msgspec.structs.replace(self._part, input="".join(self._pieces))
        return web_search.write_search(whole)


class OpenCarried:
    """A server-side tool's call that has no item here, and is carried whole at its end."""

    def __init__(self, part: ServerToolCall) -> None:
        self._part = part
        self._pieces = [part.input]

    def grow(self, _: Numbered, text: str) -> bytes:
        """Take more of the input's JSON `text`."""
        self._pieces.append(text)
        return b""

    def part(self) -> ServerToolCall:
        """Return the whole call."""
        return msgspec.structs.replace(self._part, input="".join(self._pieces))
