"""The response object around the items: what repeats the request, and how it went."""

import msgspec

from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.reply import Stop
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.neutral.tool import Function, Tool, WebSearch
from ai_gateway.dialects.openai_responses.custom_tool import is_custom
from ai_gateway.dialects.openai_responses.failure import failure_code
from ai_gateway.dialects.openai_responses.output_writer import INCOMPLETE
from ai_gateway.dialects.openai_responses.request_writer import (
    write_effort,
    write_max_tool_calls,
    write_text,
)
from ai_gateway.dialects.openai_responses.tools import write_tool, write_tool_choice

Members = dict[str, object]

_TIERS = frozenset(("auto", "default", "flex", "scale", "priority", "fast", "ultrafast"))


def response_id(reply_id: str) -> str:
    """Return the name of the response to the reply `reply_id`, which is part of it."""
    return reply_id if reply_id.startswith("resp_") else f"resp_{reply_id}"


def head(reply_id: str, model: str, created: int | None, tier: str | None) -> Members:
    """Return who answered, and when: 0 where the provider does not say."""
    return {
        "id": response_id(reply_id),
        "object": "response",
        "created_at": created or 0,
        "model": model,
        "service_tier": tier if tier in _TIERS else None,
    }


def began() -> Members:
    """Return the members of a response that has not come to its end."""
    return {
        "status": "in_progress",
        "error": None,
        "incomplete_details": None,
        "output": (),
        "usage": None,
    }


def ended(stop: Stop) -> Members:
    """Return the members that say how an answer ended."""
    if stop in INCOMPLETE:
        details = {"reason": INCOMPLETE[stop]}
        return {"status": "incomplete", "error": None, "incomplete_details": details}
    return {"status": "completed", "error": None, "incomplete_details": None}


def failed(status: int, message: str) -> Members:
    """Return the members that say how a response failed."""
    error = {"code": failure_code(status), "message": message}
    return {"status": "failed", "error": error, "incomplete_details": None, "usage": None}


def echo(request: Request) -> Members:
    """Return what a response repeats of its request, as OpenAI's has it.

    Null where the caller did not say: the defaults are those of a provider that is not known
    here.
    """
    sampling, reasoning = request.sampling, request.reasoning
    tools = [_echoed(tool) for tool in request.tools]
    choice = request.tool_choice
    return {
        "background": False,
        "instructions": _instructions(request),
        "max_output_tokens": request.max_tokens,
        "max_tool_calls": write_max_tool_calls(request.tools),
        "metadata": request.metadata or {},
        "parallel_tool_calls": request.parallel_tool_calls is not False,
        "previous_response_id": request.previous,
        "prompt_cache_key": request.cache_key,
        "reasoning": {
            "effort": write_effort(reasoning) if reasoning else None,
            "summary": reasoning.summary if reasoning else None,
        },
        "temperature": sampling.temperature,
        "text": {"format": {"type": "text"}}
        | (write_text(request.output, request.verbosity) or {}),
        "tool_choice": write_tool_choice(choice, request.tools) if choice else "auto",
        "tools": tools,
        "top_logprobs": request.top_logprobs or 0,
        "top_p": sampling.top_p,
        "truncation": "disabled",
        "user": request.user,
    }


def _echoed(tool: Tool) -> object:
    if isinstance(tool, WebSearch):
        # A caller may have been served by a provider that knows blocked domains; OpenAI's
        # object has no place for them.
        return write_tool(msgspec.structs.replace(tool, blocked_domains=()))
    if isinstance(tool, Function) and is_custom(tool):
        described = {"description": tool.description} if tool.description else {}
        return {"type": "custom", "name": tool.name} | described
    return write_tool(tool)


def _instructions(request: Request) -> str | None:
    first = request.messages[0] if request.messages else None
    if first is None or first.at != "instructions":
        return None
    return "".join(part.text for part in first.parts if isinstance(part, Text))
