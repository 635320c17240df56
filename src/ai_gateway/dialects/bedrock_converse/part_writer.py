"""One part of a message for the provider, with the mark that may follow it."""

import base64
import binascii

import msgspec

from ai_gateway.dialects.bedrock_converse.cache_point import write_point
from ai_gateway.dialects.bedrock_converse.citations import write_citation
from ai_gateway.dialects.bedrock_converse.document_name import DocumentNames
from ai_gateway.dialects.bedrock_converse.maker import CACHING, Maker
from ai_gateway.dialects.bedrock_converse.media_writer import MediaWriter
from ai_gateway.dialects.bedrock_converse.shapes import (
    Block,
    CitationsBlock,
    Passage,
    ReasoningBlock,
    ReasoningText,
    ToolResultBlock,
    ToolUseBlock,
)
from ai_gateway.dialects.bedrock_converse.tool_id import tool_id
from ai_gateway.dialects.neutral import content as neutral
from ai_gateway.dialects.wire import decode

DIALECT = "bedrock-converse"

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])

Written = Block | msgspec.Raw

_Content = (
    neutral.Text
    | neutral.Refusal
    | neutral.Image
    | neutral.Document
    | neutral.Audio
    | neutral.Video
)

_DEEPSEEK_REFUSES = "deepseek"
"""The one maker whose models refuse to be given back their thoughts."""


class Conversation(msgspec.Struct):
    """What the writers of all messages share: whose model it is, names taken, things left out."""

    maker: Maker
    names: DocumentNames
    dropped: list[str]
    own_calls: frozenset[str] = frozenset()
    """Ids of the calls that Bedrock ran itself: their results are in its dialect."""


class PartWriter:
    """Writes the parts of one message, which stands at `at` in the caller's request.

    Whatever belongs to another provider alone, and would be refused here, is left out and
    named in `dropped`. The words of the answer that came of it stay.
    """

    def __init__(self, at: str, conversation: Conversation) -> None:
        self._shared = conversation
        self._dropped = conversation.dropped
        self._media = MediaWriter(at, conversation.names)

    def write(self, part: neutral.Part) -> list[Written]:
        """Return the block and its mark, none where nothing is left. Raises `InvalidRequest`."""
        block = self._block(part)
        mark = self._mark(part)
        written: list[Written] = [] if block is None else [block]
        return written if mark is None else [*written, mark]

    def mark(self, mark: neutral.CacheMark | None) -> Block | None:
        """Return the block of a mark, None for a model that knows none."""
        if mark is None:
            return None
        if self._shared.maker not in CACHING:
            self._dropped.append("cache")
            return None
        return Block(cache_point=write_point(mark))

    def _mark(self, part: neutral.Part) -> Block | None:
        """Return the mark behind `part`; one inside of a result moves behind the result."""
        mark = getattr(part, "cache", None)
        if mark is None and isinstance(part, neutral.ToolResult):
            inner = [piece.cache for piece in part.content if piece.cache is not None]
            mark = inner[-1] if inner else None
        return self.mark(mark)

    def _block(self, part: neutral.Part) -> Written | None:
        match part:
            case neutral.ToolCall():
                return self._call(part)
            case neutral.ToolResult():
                return Block(tool_result=self._result(part))
            case neutral.Thinking() | neutral.RedactedThinking():
                return self._thought(part)
            case neutral.ServerToolCall() | neutral.ServerToolResult():
                return self._server_tool(part)
            case _:
                return self._content(part)

    def _content(self, part: _Content) -> Block | None:
        match part:
            case neutral.Text():
                return self._text(part)
            case neutral.Refusal(text):
                return self._text(neutral.Text(text))
            case neutral.Audio():
                return self._media.audio(part)
            case neutral.Video():
                return self._media.video(part)
            case neutral.Image():
                if part.detail is not None:
                    self._dropped.append("image.detail")
                return self._media.image(part)
            case neutral.Document():
                return self._media.document(part)

    def _text(self, part: neutral.Text) -> Block | None:
        if not part.text.strip():
            return None  # the service refuses a text of nothing but white space
        written = [write_citation(citation) for citation in part.citations]
        known = [citation for citation in written if citation is not None]
        if len(known) < len(written):
            self._dropped.append("citations")
        if not known:
            return Block(text=part.text)
        return Block(citations_content=CitationsBlock([Passage(part.text)], known))

    def _call(self, part: neutral.ToolCall) -> Block:
        if part.signature is not None:
            self._dropped.append("tool_call.signature")
        return Block(tool_use=ToolUseBlock(tool_id(part.id), part.name, _input(part.arguments)))

    def _result(self, part: neutral.ToolResult) -> ToolResultBlock:
        written = [self._content(piece) for piece in part.content]
        content = [block for block in written if block is not None]
        # Citations are no part of what a tool says.
        content = [_uncited(block) for block in content]
        status = "error" if part.is_error else None
        return ToolResultBlock(tool_id(part.call_id), content, status)

    def _thought(self, part: neutral.Thinking | neutral.RedactedThinking) -> Block | None:
        thought: ReasoningBlock | None = None
        match part:
            case neutral.Thinking(text, signature, None):
                if signature is not None or self._takes_unsigned():
                    thought = ReasoningBlock(ReasoningText(text, signature))
            case neutral.RedactedThinking(data, None) if _is_base64(data):
                thought = ReasoningBlock(redacted_content=data)
            case _:
                pass  # it has an id, so that it is another provider's
        if thought is None or self._shared.maker == _DEEPSEEK_REFUSES:
            self._dropped.append("thinking")
            return None
        return Block(reasoning_content=thought)

    def _takes_unsigned(self) -> bool:
        return self._shared.maker != "anthropic"

    def _server_tool(
        self, part: neutral.ServerToolCall | neutral.ServerToolResult
    ) -> Written | None:
        match part:
            case neutral.ServerToolCall() if part.id in self._shared.own_calls:
                use = ToolUseBlock(part.id, part.name, _input(part.input), "server_tool_use")
                return Block(tool_use=use)
            case neutral.ServerToolResult(_, _, dialect, text) if dialect == DIALECT:
                return msgspec.Raw(text.encode())
            case _:
                self._dropped.append("server_tool")
                return None


def _uncited(block: Block) -> Block:
    cited = block.citations_content
    if cited is None or not cited.content:
        return block
    return Block(text=cited.content[0].text)


def _input(arguments: str) -> msgspec.Raw:
    r"""Return the arguments of a call as the JSON that the wire demands.

    None are an empty object. What a model wrote and is no object (an answer cut in the middle
    of it) is kept as a string in one.
    """
    if not arguments.strip():
        return msgspec.Raw(b"{}")
    if decode(_OBJECT, arguments.encode("utf-8", "replace")) is None:
        return msgspec.Raw(msgspec.json.encode({"INVALID_JSON": arguments}))
    return msgspec.Raw(arguments.encode())


def _is_base64(data: str) -> bool:
    try:
        base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
