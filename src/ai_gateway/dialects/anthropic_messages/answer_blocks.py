"""Parts into the content blocks of an answer to a caller."""

import msgspec

from ai_gateway.dialects.anthropic_messages import blocks as wire
from ai_gateway.dialects.anthropic_messages.citations import write_citations
from ai_gateway.dialects.anthropic_messages.json_object import tool_input
from ai_gateway.dialects.anthropic_messages.part_reader import DIALECT
from ai_gateway.dialects.anthropic_messages.sealed import Seal, seal
from ai_gateway.dialects.neutral import content as neutral

Written = wire.Block | msgspec.Raw

# The searches and tools that a caller's SDK knows by name (`ServerToolUseBlock.name`).
_SERVER_TOOLS = frozenset(
    (
        "web_search",
        "web_fetch",
        "code_execution",
        "bash_code_execution",
        "text_editor_code_execution",
        "tool_search_tool_regex",
        "tool_search_tool_bm25",
    )
)


def answer_block(part: neutral.Part) -> Written | None:
    """Return the block, or None where an answer of this dialect has none of that kind.

    Those are pictures and sounds, which nobody can ask for here, what another provider's tools
    found, and the words of a refusal, which stand in `stop_details`.
    """
    match part:
        case neutral.Text():
            return wire.TextBlock(part.text, write_citations(part.citations))
        case neutral.Thinking() | neutral.RedactedThinking():
            return _thought(part)
        case neutral.ToolCall():
            return wire.ToolUseBlock(part.id, part.name, tool_input(part.arguments))
        case neutral.ServerToolCall() if part.name in _SERVER_TOOLS:
            return wire.ServerToolUseBlock(part.id, part.name, tool_input(part.input))
        case neutral.ServerToolResult() if part.dialect == DIALECT:
            return msgspec.Raw(part.content.encode())
        case _:
            return None


def _thought(part: neutral.Thinking | neutral.RedactedThinking) -> Written:
    if isinstance(part, neutral.Thinking):
        return wire.ThinkingBlock(part.text, thought_signature(part))
    kept = part.data if part.id is None else seal(Seal(id=part.id, data=part.data))
    return wire.RedactedThinkingBlock(kept)


def thought_signature(part: neutral.Thinking) -> str:
    """Return the word that proves the thought, with what else it needs to be known again."""
    if part.id is None and not part.summary:
        return part.signature or ""
    return seal(Seal(part.id, part.signature, part.summary))


def call_seal(call_id: str, signature: str) -> wire.RedactedThinkingBlock:
    """Return the block that carries the signature of a call, for which the call has no member."""
    return wire.RedactedThinkingBlock(seal(Seal(signature=signature, call=call_id)))
