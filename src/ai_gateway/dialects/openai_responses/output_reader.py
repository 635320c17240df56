"""The items of a response's output, as the parts of an answer."""

from collections.abc import Iterable, Sequence

import msgspec

from ai_gateway.dialects.neutral.content import (
    Part,
    Refusal,
    ServerToolResult,
    Text,
    ToolCall,
)
from ai_gateway.dialects.neutral.reply import Stop, TokenLogprob
from ai_gateway.dialects.openai_responses import shapes
from ai_gateway.dialects.openai_responses.annotations import read_citations
from ai_gateway.dialects.openai_responses.reasoning import read_reasoning
from ai_gateway.dialects.openai_responses.tools import DIALECT
from ai_gateway.dialects.openai_responses.web_search import read_search
from ai_gateway.dialects.wire import decode_strictly

_ITEM = msgspec.json.Decoder(shapes.Item)

_INCOMPLETE: dict[str | None, Stop] = {
    "max_output_tokens": "length",
    "content_filter": "content_filter",
    None: "pause",
}


class Output:
    """What a whole output says, part by part."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.logprobs: list[TokenLogprob] = []

    def add(self, raw: msgspec.Raw) -> None:
        """Take the next item. Raises `msgspec.DecodeError` where it has no item's shape."""
        item = decode_strictly(_ITEM, bytes(raw))
        if item.type != "message":
            part = read_item(item, raw)
            if part is not None:
                self.parts.append(part)
            return
        content = item.content if isinstance(item.content, list) else ()
        for part in content:
            if part.type == "refusal":
                self.parts.append(Refusal(part.refusal or ""))
            else:
                self.parts.append(Text(part.text or "", read_citations(part.annotations)))
            self.logprobs += read_logprobs(part.logprobs or ())


def read_item(item: shapes.Item, raw: msgspec.Raw) -> Part | None:
    """Return the part that an item is which is no message, None where there is nothing in it.

    What only this dialect has is kept as it was written, as a server-side tool's result.
    """
    match item.type:
        case "function_call":
            return ToolCall(item.call_id or item.id or "", item.name or "", item.arguments or "")
        case "reasoning":
            return read_reasoning(item)
        case "web_search_call":
            return read_search(item.id or "", item.action)
        case _:
            kind = item.type or ""
            text = bytes(raw).decode("utf-8", "replace")  # strings that were skipped are unread
            return ServerToolResult(item.id or "", kind, DIALECT, text)


def read_logprobs(logprobs: Iterable[shapes.Logprob]) -> list[TokenLogprob]:
    """Return the tokens of a text with their log-probabilities."""
    return [
        TokenLogprob(
            one.token,
            one.logprob,
            tuple((top.token, top.logprob) for top in one.top_logprobs or ()),
        )
        for one in logprobs
    ]


def read_stop(response: shapes.Response, parts: Sequence[Part]) -> Stop:
    """Return why `response`, which did not fail and holds `parts`, ended."""
    if response.status == "incomplete":
        details = response.incomplete_details or shapes.IncompleteDetails()
        return _INCOMPLETE.get(details.reason, "pause")
    if any(isinstance(part, ToolCall) for part in parts):
        return "tool_calls"
    if any(isinstance(part, Refusal) for part in parts):
        return "refusal"
    return "end"
