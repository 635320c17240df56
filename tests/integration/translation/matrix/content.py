"""What the conversations of the matrix say, in the words of each dialect's documentation."""

import base64
from collections.abc import Mapping
from typing import Any

from ai_gateway.core.operation import DialectName

Forms = Mapping[DialectName, Any]
"""One thing, as each dialect says it."""

BYTES = base64.b64encode(b"bytes of a file").decode()
LINK = "https://images.example/cat.png"
_PNG = f"data:image/png;base64,{BYTES}"
_PDF = f"data:application/pdf;base64,{BYTES}"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}


def forms(
    chat: Any, responses: Any, messages: Any, converse: Any = None, gemini: Any = None
) -> Forms:
    """Return one thing in the words of each; the last two are words of providers alone."""
    return {
        "openai-chat": chat,
        "openai-responses": responses,
        "anthropic-messages": messages,
        "bedrock-converse": converse,
        "gemini": gemini,
    }


def tools(*names: str, **more: Any) -> Forms:
    """Return the parameters that offer functions of these names; `more` goes with all."""
    return forms(
        {
            "tools": [
                {"type": "function", "function": {"name": name, "parameters": SCHEMA}}
                for name in names
            ],
            **more,
        },
        {
            "tools": [
                {"type": "function", "name": name, "parameters": SCHEMA, "strict": False}
                for name in names
            ],
            **more,
        },
        {"tools": [{"name": name, "input_schema": SCHEMA} for name in names], **more},
    )


NOTHING = forms({}, {}, {})
TOOL = tools("weather")
TOOLS = tools("weather", "time")
SYSTEM = forms(
    {"first": [{"role": "system", "content": "Be brief."}]},
    {"instructions": "Be brief."},
    {"system": "Be brief."},
)
DEVELOPER = forms(
    {"first": [{"role": "developer", "content": "Be brief."}]},
    {"first": [{"role": "developer", "content": "Be brief."}]},
    {"first": [{"role": "developer", "content": "Be brief."}]},
)
NAMED = forms(
    {"tool_choice": {"type": "function", "function": {"name": "time"}}},
    {"tool_choice": {"type": "function", "name": "time"}},
    {"tool_choice": {"type": "tool", "name": "time"}},
    {"toolChoice": {"tool": {"name": "time"}}},
    {"mode": "ANY", "allowedFunctionNames": ["time"]},
)
REQUIRED = forms(
    {"tool_choice": "required"},
    {"tool_choice": "required"},
    {"tool_choice": {"type": "any"}},
    {"toolChoice": {"any": {}}},
    {"functionCallingConfig": {"mode": "ANY"}},
)
ONE_CALL = forms(
    {"parallel_tool_calls": False},
    {"parallel_tool_calls": False},
    {"tool_choice": {"type": "auto", "disable_parallel_tool_use": True}},
    {"tool_choice": {"type": "auto", "disable_parallel_tool_use": True}},
)
IMAGE = forms(
    {"type": "image_url", "image_url": {"url": _PNG}},
    {"type": "input_image", "image_url": _PNG},
    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": BYTES}},
    {"image": {"format": "png", "source": {"bytes": BYTES}}},
    {"inlineData": {"mimeType": "image/png", "data": BYTES}},
)
LINKED_IMAGE = forms(
    {"type": "image_url", "image_url": {"url": LINK}},
    {"type": "input_image", "image_url": LINK},
    {"type": "image", "source": {"type": "url", "url": LINK}},
    gemini={"fileData": {"fileUri": LINK}},
)
PDF = forms(
    {"type": "file", "file": {"file_data": _PDF, "filename": "a.pdf"}},
    {"type": "input_file", "file_data": _PDF, "filename": "a.pdf"},
    {
        "type": "document",
        "title": "a.pdf",
        "source": {"type": "base64", "media_type": "application/pdf", "data": BYTES},
    },
    {"document": {"format": "pdf", "source": {"bytes": BYTES}}},
    {"inlineData": {"mimeType": "application/pdf", "data": BYTES}},
)
_NAMED_SCHEMA = {"name": "place", "schema": SCHEMA, "strict": True}
OUTPUT = forms(
    {"response_format": {"type": "json_schema", "json_schema": _NAMED_SCHEMA}},
    {"text": {"format": {"type": "json_schema", **_NAMED_SCHEMA}}},
    {"output_config": {"format": {"type": "json_schema", "schema": SCHEMA}}},
)
THOUGHT = forms(
    {"reasoning_effort": "low", "max_completion_tokens": 4000},
    {
        "reasoning": {"effort": "low", "summary": "auto"},
        "include": ["reasoning.encrypted_content"],
        "max_output_tokens": 4000,
    },
    {"thinking": {"type": "enabled", "budget_tokens": 1024}},
)
USER = forms({"user": "u-1"}, {"user": "u-1"}, {"metadata": {"user_id": "u-1"}})
SHORT = forms({"max_completion_tokens": 16}, {"max_output_tokens": 16}, {"max_tokens": 16})
_STOPS = {"stopSequences": ["dear"]}
STOP = forms({"stop": ["dear"]}, {"stop": ["dear"]}, {"stop_sequences": ["dear"]}, _STOPS, _STOPS)


def text(words: str, **more: Any) -> Forms:
    """Return a text part; `more` goes with it."""
    return forms(
        {"type": "text", "text": words, **more},
        {"type": "input_text", "text": words, **more},
        {"type": "text", "text": words, **more},
    )


MARKED = forms(
    text("Long.", cache_control={"type": "ephemeral", "ttl": "1h"})["openai-chat"],
    text("Long.", prompt_cache_breakpoint={"mode": "explicit"})["openai-responses"],
    text("Long.", cache_control={"type": "ephemeral", "ttl": "1h"})["anthropic-messages"],
)

LENGTH = forms("length", "max_output_tokens", "max_tokens")
REFUSED = forms("content_filter", "content_filter", "refusal")
STOPPED = forms("stop", "completed", "stop_sequence")
"""What each SDK says of an answer that met its bound, and of one that met a stop sequence."""
