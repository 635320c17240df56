"""A caller's request into the neutral form."""

import msgspec

from ai_gateway.dialects.anthropic_messages import question as wire
from ai_gateway.dialects.anthropic_messages.blocks import ANY_BLOCK, BLOCK
from ai_gateway.dialects.anthropic_messages.cache_marks import read_mark
from ai_gateway.dialects.anthropic_messages.parsing import parse, readable, refusal
from ai_gateway.dialects.anthropic_messages.part_reader import (
    json_text,
    read_other,
    read_part,
    sealed_in,
    with_signatures,
)
from ai_gateway.dialects.anthropic_messages.sealed import Seal
from ai_gateway.dialects.anthropic_messages.tool_reader import read_choice, read_tool
from ai_gateway.dialects.neutral.content import Part, Text
from ai_gateway.dialects.neutral.request import (
    JsonSchema,
    Message,
    Reasoning,
    Request,
    Role,
    Sampling,
)

_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_KNOWN = frozenset(wire.Question.__struct_fields__)
_EMPTY = (b"null", b"[]")

_BINDING = {
    "container": "a container that code runs in stays with the one provider that made it",
    "mcp_servers": "their tools are known to Anthropic only",
    "inference_geo": "where the answer is made cannot be promised of another provider",
}
"""Members that change what is asked for, each with why it cannot cross."""

_TIERS = {"auto": "auto", "standard_only": "default"}


def read_request(body: bytes) -> Request:
    """Return what is asked for. See `CallerDialect.read_request` for what is raised."""
    request = read_count_request(body)
    if request.max_tokens is None:
        raise refusal(
            "max_tokens",
            "nothing",
            "POST /v1/messages needs the most tokens that may be written",
            "Send a whole number.",
        )
    return request


def read_count_request(body: bytes) -> Request:
    """Return what is to be counted: a request that need not bound its answer."""
    text = readable(body)
    asked = parse(wire.QUESTION, text)
    extras = _extras(text)
    tools = [read_tool(raw, f"tools.{index}") for index, raw in enumerate(asked.tools or ())]
    choice, parallel = read_choice(asked.tool_choice)
    config = asked.output_config or wire.OutputConfig()
    wanted = config.format or asked.output_format
    return Request(
        model=asked.model,
        messages=(*_system(asked), *_messages(asked)),
        tools=tuple(tool for tool, _ in tools),
        tool_choice=choice,
        parallel_tool_calls=parallel,
        output=None if wanted is None else JsonSchema(json_text(wanted.schema)),
        max_tokens=asked.max_tokens,
        sampling=Sampling(asked.temperature, asked.top_p, asked.top_k),
        stop=tuple(asked.stop_sequences or ()),
        reasoning=_reasoning(asked.thinking, config.effort),
        stream=bool(asked.stream),
        service_tier=_TIERS[asked.service_tier] if asked.service_tier else None,
        user=asked.metadata.user_id if asked.metadata else None,
        cache=read_mark(asked.cache_control),
        extras=(*extras, *_idle_effort(asked), *(name for _, names in tools for name in names)),
    )


def _extras(text: bytes) -> tuple[str, ...]:
    members = parse(_MEMBERS, text)
    unknown = [
        name for name in members if name not in _KNOWN and bytes(members[name]) not in _EMPTY
    ]
    for name in unknown:
        if name in _BINDING:
            raise refusal(
                name,
                "a value",
                _BINDING[name],
                "Leave it out, or choose a provider that speaks Anthropic's own dialect.",
            )
    return tuple(unknown)


def _idle_effort(asked: wire.Question) -> tuple[str, ...]:
    """Name an effort beside disabled thinking: it tunes how long the answer is, only here."""
    disabled = isinstance(asked.thinking, wire.ThinkingDisabled)
    effort = asked.output_config and asked.output_config.effort
    return ("output_config.effort",) if disabled and effort else ()


def _system(asked: wire.Question) -> tuple[Message, ...]:
    system = asked.system
    if not system:
        return ()
    if isinstance(system, str):
        return (Message("system", (Text(system),), at="system"),)
    return (Message("system", tuple(map(read_part, system)), at="system"),)


def _messages(asked: wire.Question) -> list[Message]:
    return [
        Message(
            turn.role, _parts(turn.content, turn.role, f"messages.{index}"), at=f"messages.{index}"
        )
        for index, turn in enumerate(asked.messages)
    ]


def _parts(content: wire.RawBlocks, role: Role, at: str) -> tuple[Part, ...]:
    if isinstance(content, str):
        return (Text(content),) if content else ()
    parts = with_signatures(
        _part(raw, f"{at}.content.{index}") for index, raw in enumerate(content)
    )
    if role == "system" and not all(isinstance(part, Text) for part in parts):
        raise refusal(
            at, "a system message with more than text", "the API takes text only", "Send text."
        )
    return parts


def _part(raw: msgspec.Raw, at: str) -> tuple[Part, Seal | None]:
    kind = parse(ANY_BLOCK, raw, at)
    if kind.type.endswith("_tool_result") and kind.type != "tool_result":
        return read_other(kind, raw), None
    block = parse(BLOCK, raw, at)
    return read_part(block), sealed_in(block)


def _reasoning(thinking: wire.Thinking | None, effort: str | None) -> Reasoning | None:
    match thinking:
        case wire.ThinkingDisabled():
            return Reasoning(effort="none")
        case wire.ThinkingEnabled():
            return Reasoning(effort, thinking.budget_tokens, summary=_summary(thinking.display))
        case wire.ThinkingAdaptive():
            return Reasoning(effort, adaptive=True, summary=_summary(thinking.display))
        case wire.ThinkingBetweenTools():
            return Reasoning(effort, adaptive=True)
        case None:
            return Reasoning(effort) if effort else None


def _summary(display: wire.Display | None) -> str | None:
    return "auto" if display == "summarized" else None
