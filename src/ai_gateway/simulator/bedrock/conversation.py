"""What Bedrock demands of a conversation beyond the shape of each message.

Source: docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-call.html, and the
messages that the service answers with.
"""

import base64
import re
from itertools import pairwise

from ai_gateway.simulator.answer import Refusal
from ai_gateway.simulator.bedrock.errors import refuse, refuse_by_model
from ai_gateway.simulator.jsonvalue import Json, is_object, object_at
from ai_gateway.simulator.request import Request

_MOST_CACHE_POINTS = 4
_DOCUMENT_NAME = re.compile(r"(?!.*\s\s)[\w\s()\[\]-]+", re.ASCII)


def check_conversation(request: Request, fields: Json, *, thinking: bool) -> None:
    """Refuse messages whose order, pairing or blocks the service does not take."""
    messages: list[Json] = fields.get("messages") or []
    _check_turns(request, messages)
    called: list[str] = []
    for index, message in enumerate(messages):
        _check_blocks(request, index, message)
        _check_results(request, index, message, called)
        called = _identifiers(message, "toolUse")
    if called:
        raise _unanswered(request, len(messages), called)
    _check_tools(request, fields, messages)
    if thinking:
        _check_thinking(request, messages)


def signature(thinking: str) -> str:
    """Return the signature that the simulator gives to a thought: opaque, and its own."""
    return base64.b64encode(thinking.encode()).decode()


def _check_turns(request: Request, messages: list[Json]) -> None:
    roles = [message["role"] for message in messages if message["role"] != "system"]
    if not roles or roles[0] != "user":
        text = (
            "A conversation must start with a user message. Try again with a conversation that "
            "starts with a user message."
        )
        raise refuse(request, text)
    if any(one == other for one, other in pairwise(roles)):
        text = (
            "A conversation must alternate between user and assistant roles. Make sure the "
            "conversation alternates between user and assistant roles and try again."
        )
        raise refuse(request, text)


def _check_blocks(request: Request, index: int, message: Json) -> None:
    at = f"messages.{index}"
    blocks: list[Json] = message["content"]
    if not blocks:
        text = (
            f"The content field in the Message object at {at} is empty. Add a ContentBlock object "
            "to the content field and try again."
        )
        raise refuse(request, text)
    for position, block in enumerate(blocks):
        _check_block(request, f"{at}.content.{position}", message["role"], block)
    names = {name for block in blocks for name in block}
    if "document" in names and "text" not in names:
        text = f"The message at {at} holds a document and no text. Add a text block and try again."
        raise refuse(request, text)


def _check_block(request: Request, at: str, role: str, block: Json) -> None:
    if "text" in block and not block["text"].strip():
        text = (
            f"The text field in the ContentBlock object at {at} is blank. Add text to the text "
            "field, and try again."
        )
        raise refuse(request, text)
    if role != "user" and block.keys() & {"image", "document", "video", "audio", "toolResult"}:
        text = f"The {role} role cannot hold the content block at {at}: {next(iter(block))}."
        raise refuse(request, text)
    if role != "assistant" and block.keys() & {"toolUse", "reasoningContent"}:
        text = f"The {role} role cannot hold the content block at {at}: {next(iter(block))}."
        raise refuse(request, text)
    if "document" in block and not _DOCUMENT_NAME.fullmatch(block["document"]["name"]):
        text = (
            "The document file name can only contain alphanumeric characters, whitespace "
            "characters, hyphens, parentheses, and square brackets. The name can't contain more "
            "than one consecutive whitespace character."
        )
        raise refuse(request, text)
    if "toolUse" in block and not is_object(block["toolUse"]["input"]):
        text = (
            f"The format of the value at {at}.toolUse.input is invalid. Provide a json object for "
            "the field and try again."
        )
        raise refuse(request, text)
    thought = object_at(object_at(block, "reasoningContent"), "reasoningText")
    if thought and thought.get("signature") != signature(thought["text"]):
        raise refuse_by_model(request, f"{at}: Invalid `signature` in `thinking` block")


def _check_results(request: Request, index: int, message: Json, called: list[str]) -> None:
    """Refuse a tool's result without its call just before, or a call without its result."""
    answered = _identifiers(message, "toolResult")
    if any(identifier not in called for identifier in answered) or len(answered) > len(called):
        text = (
            f"The number of toolResult blocks at messages.{index}.content exceeds the number of "
            "toolUse blocks of previous turn."
        )
        raise refuse(request, text)
    missing = [identifier for identifier in called if identifier not in answered]
    if missing:
        raise _unanswered(request, index, missing)


def _unanswered(request: Request, index: int, missing: list[str]) -> Refusal:
    listed = ", ".join(missing)
    text = f"Expected toolResult blocks at messages.{index}.content for the following Ids: {listed}"
    return refuse(request, text)


def _identifiers(message: Json, kind: str) -> list[str]:
    return [block[kind]["toolUseId"] for block in message["content"] if kind in block]


def _check_tools(request: Request, fields: Json, messages: list[Json]) -> None:
    tools: list[Json] = object_at(fields, "toolConfig").get("tools") or []
    uses = any(block.keys() & {"toolUse", "toolResult"} for m in messages for block in m["content"])
    if uses and not tools:
        text = (
            "The toolConfig field must be defined when using toolUse and toolResult content blocks."
        )
        raise refuse(request, text)
    for index, tool in enumerate(tools):
        if "toolSpec" not in tool:
            continue
        schema = object_at(tool["toolSpec"]["inputSchema"], "json")
        if schema.get("type") != "object":
            text = (
                f"The value at toolConfig.tools.{index}.toolSpec.inputSchema.json.type must be "
                "one of the following: object."
            )
            raise refuse(request, text)
    said = [block for m in messages for block in m["content"]]
    blocks = [*tools, *(fields.get("system") or ()), *said]
    if sum("cachePoint" in block for block in blocks) > _MOST_CACHE_POINTS:
        text = f"A maximum of {_MOST_CACHE_POINTS} blocks with cache_control may be provided."
        raise refuse_by_model(request, text)


def _check_thinking(request: Request, messages: list[Json]) -> None:
    """Refuse a tool's result where the call's own thought was left out."""
    if len(messages) < 2 or not _identifiers(messages[-1], "toolResult"):
        return
    first = next(iter(messages[-2]["content"][0]))
    if first != "reasoningContent":
        text = (
            f"messages.{len(messages) - 2}.content.0.type: Expected `thinking` or "
            f"`redacted_thinking`, but found `{first}`. When `thinking` is enabled, a final "
            "`assistant` message must start with a thinking block."
        )
        raise refuse_by_model(request, text)
