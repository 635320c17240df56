"""The signatures of Claude's thoughts, and where a thought has to come back.

Source: docs.claude.com/en/docs/build-with-claude/extended-thinking, and the messages that the API
answers with.
"""

import base64

from ai_gateway.simulator.anthropic.errors import refuse
from ai_gateway.simulator.jsonvalue import Json, objects, text_of
from ai_gateway.simulator.request import Request

_THOUGHTS = ("thinking", "redacted_thinking")


def signature(thinking: str) -> str:
    """Return the signature that the simulator gives to a thought: opaque, and its own."""
    return base64.b64encode(thinking.encode()).decode()


def check_thoughts(request: Request, messages: list[Json], *, thinking: bool) -> None:
    """Refuse a thought that was not signed here, and with `thinking` one that is missing.

    A model that thinks by a budget has to be given the thought that led to the calls whose
    results it gets.
    """
    for index, message in enumerate(messages):
        for position, block in enumerate(objects(message["content"])):
            if block.get("type") != "thinking":
                continue
            if block.get("signature") != signature(text_of(block.get("thinking"))):
                at = f"messages.{index}.content.{position}"
                raise refuse(request, f"{at}: Invalid `signature` in `thinking` block")
    if thinking and _reports(messages[-1]):
        _check_first(request, messages)


def _reports(message: Json) -> bool:
    return any(block.get("type") == "tool_result" for block in objects(message["content"]))


def _check_first(request: Request, messages: list[Json]) -> None:
    """Refuse a tool's result where the turn that called it has lost its thought."""
    blocks = objects(messages[-2]["content"])
    found = text_of(blocks[0].get("type"))
    if found not in _THOUGHTS:
        text = (
            f"messages.{len(messages) - 2}.content.0.type: Expected `thinking` or "
            f"`redacted_thinking`, but found `{found}`. When `thinking` is enabled, a final "
            "`assistant` message must start with a thinking block (preceeding the lastmost set "
            "of `tool_use` and `tool_result` blocks)."
        )
        raise refuse(request, text)
