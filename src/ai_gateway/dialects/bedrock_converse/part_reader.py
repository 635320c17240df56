"""One block of an answer into the neutral form."""

import msgspec

from ai_gateway.dialects.bedrock_converse.citations import read_citation
from ai_gateway.dialects.bedrock_converse.media_format import read_image_format
from ai_gateway.dialects.bedrock_converse.part_writer import DIALECT
from ai_gateway.dialects.bedrock_converse.shapes import (
    Block,
    CitationsBlock,
    Media,
    ReasoningBlock,
    ToolUseBlock,
)
from ai_gateway.dialects.neutral.content import (
    Image,
    Part,
    RedactedThinking,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.source import Inline

SERVER_TOOL = "server_tool_use"
"""The type of a call that the service itself ran."""


def read_block(block: Block, raw: bytes, names: dict[str, str]) -> Part | None:
    """Return the part, None for a block of a kind that is not known.

    `raw` is the block as it came, for what crosses untouched. `names` holds the names of the
    server's calls by their ids, which their results do not repeat.
    """
    part: Part | None = None
    if block.text is not None:
        part = Text(block.text)
    elif block.tool_use is not None:
        part = _call(block.tool_use, names)
    elif block.reasoning_content is not None:
        part = _thought(block.reasoning_content)
    elif block.citations_content is not None:
        part = _cited(block.citations_content)
    elif block.image is not None:
        part = read_image(block.image)
    elif block.tool_result is not None:
        call = block.tool_result.tool_use_id
        part = ServerToolResult(call, names.get(call, ""), DIALECT, raw.decode())
    return part


def read_image(image: Media) -> Image | None:
    """Return an image, None where it came as anything but bytes."""
    data = image.source.bytes
    return None if data is None else Image(Inline(data, read_image_format(image.format)))


def _call(use: ToolUseBlock, names: dict[str, str]) -> ToolCall | ServerToolCall:
    # Compact, as all models write the arguments that they stream.
    given = msgspec.json.format(bytes(use.input), indent=-1).decode()
    if use.type == SERVER_TOOL:
        names[use.tool_use_id] = use.name
        return ServerToolCall(use.tool_use_id, use.name, given)
    return ToolCall(use.tool_use_id, use.name, given)


def _thought(block: ReasoningBlock) -> Thinking | RedactedThinking | None:
    if block.redacted_content is not None:
        return RedactedThinking(block.redacted_content)
    told = block.reasoning_text
    return None if told is None else Thinking(told.text, told.signature)


def _cited(block: CitationsBlock) -> Text:
    text = "".join(passage.text or "" for passage in block.content or ())
    return Text(text, tuple(map(read_citation, block.citations or ())))
