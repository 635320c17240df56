"""Content blocks into parts, of requests and of answers."""

from collections.abc import Iterable

import msgspec

from ai_gateway.dialects.anthropic_messages.blocks import (
    AnyBlock,
    Base64Source,
    Block,
    ContentSource,
    DocumentBlock,
    FileSource,
    ImageBlock,
    RedactedThinkingBlock,
    ResultContent,
    SearchResultBlock,
    ServerToolUseBlock,
    TextBlock,
    TextSource,
    ThinkingBlock,
    ToolResultBlock,
    ToolUseBlock,
    UrlSource,
)
from ai_gateway.dialects.anthropic_messages.cache_marks import read_mark
from ai_gateway.dialects.anthropic_messages.citations import read_citations
from ai_gateway.dialects.anthropic_messages.sealed import Seal, unseal
from ai_gateway.dialects.neutral.content import (
    Document,
    Image,
    Part,
    RedactedThinking,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText, Source, Uploaded

DIALECT = "anthropic-messages"


def read_part(block: Block) -> Part:
    """Return the part that `block` is; of a redacted thought, what is sealed in it."""
    match block:
        case TextBlock() | ImageBlock() | DocumentBlock() | SearchResultBlock():
            return _read_content(block)
        case ThinkingBlock():
            return _read_thinking(block)
        case RedactedThinkingBlock():
            kept = unseal(block.data) or Seal(data=block.data)
            return RedactedThinking(kept.data or "", kept.id)
        case ToolUseBlock():
            mark = read_mark(block.cache_control)
            return ToolCall(block.id, block.name, json_text(block.input), cache=mark)
        case ServerToolUseBlock():
            mark = read_mark(block.cache_control)
            return ServerToolCall(block.id, block.name, json_text(block.input), mark)
        case ToolResultBlock():
            return _read_result(block)


def read_other(kind: AnyBlock, block: msgspec.Raw) -> ServerToolResult:
    """Return a block that is not looked into, whole."""
    name = kind.type.removesuffix("_tool_result")
    return ServerToolResult(kind.tool_use_id, name, DIALECT, json_text(block))


def with_signatures(parts: Iterable[tuple[Part, Seal | None]]) -> tuple[Part, ...]:
    """Return the parts, each call with the signature that was sealed in a block beside it."""
    kept = list(parts)
    signatures = {seal.call: seal.signature for _, seal in kept if seal and seal.call}
    return tuple(
        msgspec.structs.replace(part, signature=signatures[part.id])
        if isinstance(part, ToolCall) and part.id in signatures
        else part
        for part, seal in kept
        if not (seal and seal.call)
    )


def sealed_in(block: Block) -> Seal | None:
    """Return what a redacted thought keeps of another provider's, None for any other block."""
    return unseal(block.data) if isinstance(block, RedactedThinkingBlock) else None


def json_text(raw: msgspec.Raw) -> str:
    """Return the JSON as it was written."""
    return bytes(raw).decode("utf-8", "replace")


def _read_content(block: ResultContent) -> Text | Image | Document:
    mark = read_mark(block.cache_control)
    match block:
        case TextBlock():
            return Text(block.text, read_citations(block.citations), mark)
        case ImageBlock():
            return Image(_read_source(block.source), cache=mark)
        case DocumentBlock():
            return Document(
                _read_source(block.source),
                title=block.title,
                context=block.context,
                cite=bool(block.citations and block.citations.enabled),
                cache=mark,
            )
        case SearchResultBlock():
            return Document(
                _passages([text.text for text in block.content]),
                title=block.title,
                cite=bool(block.citations and block.citations.enabled),
                cache=mark,
                origin=block.source,
            )


def _read_source(
    source: Base64Source | TextSource | UrlSource | FileSource | ContentSource,
) -> Source:
    match source:
        case Base64Source():
            return Inline(source.data, source.media_type)
        case TextSource():
            return PlainText(source.data)
        case UrlSource():
            return Link(source.url)
        case FileSource():
            return Uploaded(source.file_id)
        case ContentSource():
            content = source.content
            return _passages([content] if isinstance(content, str) else [b.text for b in content])


def _passages(texts: list[str]) -> PlainText:
    return PlainText("\n\n".join(texts), tuple(texts))


def _read_thinking(block: ThinkingBlock) -> Thinking:
    kept = unseal(block.signature) or Seal(signature=block.signature or None)
    return Thinking(block.thinking, kept.signature, kept.id, kept.summary)


def _read_result(block: ToolResultBlock) -> ToolResult:
    content = block.content or []
    parts = [Text(content)] if isinstance(content, str) else map(_read_content, content)
    return ToolResult(
        block.tool_use_id,
        tuple(parts),
        is_error=bool(block.is_error),
        cache=read_mark(block.cache_control),
    )
