"""Answers of Converse and ConverseStream, written for the readers to read."""

import json
import struct
from collections.abc import Iterable
from typing import Any
from zlib import crc32

from ai_gateway.dialects.neutral.content import (
    Citation,
    Part,
    RedactedThinking,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.usage import Tokens

STOPS = {
    "end": "end_turn",
    "length": "max_tokens",
    "tool_calls": "tool_use",
    "stop_sequence": "stop_sequence",
    "content_filter": "content_filtered",
}

_PLACES = {"chars": "documentChar", "pages": "documentPage", "blocks": "documentChunk"}


def frame(name: str, payload: Any, kind: str = "event") -> bytes:
    """Return one message of a binary event stream, as the service writes it."""
    given = {
        f":{kind}-type": name,
        ":content-type": "application/json",
        ":message-type": kind,
    }
    headers = b"".join(_header(key, value) for key, value in given.items())
    body = json.dumps(payload).encode()
    prelude = struct.pack(">II", 16 + len(headers) + len(body), len(headers))
    prelude += struct.pack(">I", crc32(prelude))
    whole = prelude + headers + body
    return whole + struct.pack(">I", crc32(whole))


def _header(name: str, value: str) -> bytes:
    key, text = name.encode(), value.encode()
    return bytes([len(key)]) + key + b"\x07" + struct.pack(">H", len(text)) + text


def response(reply: Reply) -> dict[str, Any]:
    """Return `reply` as a `ConverseResponse`."""
    answer = reply.answers[0]
    body: dict[str, Any] = {
        "output": {"message": {"role": "assistant", "content": [_block(p) for p in answer.parts]}},
        "stopReason": STOPS[answer.stop],
        "metrics": {"latencyMs": 1},
        "usage": _usage(reply.usage or Tokens()),
    }
    if answer.stop_sequence is not None:
        body["additionalModelResponseFields"] = {"stop_sequence": answer.stop_sequence}
    if reply.service_tier is not None:
        body["serviceTier"] = {"type": reply.service_tier}
    return body


def stream(reply: Reply) -> bytes:
    """Return `reply` as a `ConverseStreamResponse`."""
    answer = reply.answers[0]
    written = [frame("messageStart", {"role": "assistant"})]
    for index, part in enumerate(answer.parts):
        written += _events(index, part)
        written.append(frame("contentBlockStop", {"contentBlockIndex": index}))
    stop: dict[str, Any] = {"stopReason": STOPS[answer.stop]}
    if answer.stop_sequence is not None:
        told = {"delta": {"stop_sequence": answer.stop_sequence}}
        stop["additionalModelResponseFields"] = told
    usage = _usage(reply.usage or Tokens())
    written += [
        frame("messageStop", stop),
        frame("metadata", {"usage": usage, "metrics": {"latencyMs": 1}}),
    ]
    return b"".join(written)


def _block(part: Part) -> dict[str, Any]:
    match part:
        case Text(text, ()):
            return {"text": text}
        case Text(text, citations):
            told = [_citation(citation) for citation in citations]
            return {"citationsContent": {"content": [{"text": text}], "citations": told}}
        case ToolCall():
            use = {"toolUseId": part.id, "name": part.name, "input": json.loads(part.arguments)}
            return {"toolUse": use}
        case Thinking(text, signature):
            return {"reasoningContent": {"reasoningText": {"text": text, "signature": signature}}}
        case RedactedThinking(data):
            return {"reasoningContent": {"redactedContent": data}}
        case _:
            raise AssertionError(part)


def _events(index: int, part: Part) -> Iterable[bytes]:
    def delta(value: Any) -> bytes:
        return frame("contentBlockDelta", {"delta": value, "contentBlockIndex": index})

    match part:
        case Text(text, citations):
            middle = (len(text) + 1) // 2
            yield delta({"text": text[:middle]})
            yield delta({"text": text[middle:]})
            for citation in citations:
                yield delta({"citation": _citation(citation)})
        case ToolCall():
            start = {"toolUse": {"toolUseId": part.id, "name": part.name}}
            yield frame("contentBlockStart", {"start": start, "contentBlockIndex": index})
            middle = len(part.arguments) // 2
            yield delta({"toolUse": {"input": part.arguments[:middle]}})
            yield delta({"toolUse": {"input": part.arguments[middle:]}})
        case Thinking(text, signature):
            yield delta({"reasoningContent": {"text": text}})
            if signature is not None:
                yield delta({"reasoningContent": {"signature": signature}})
        case RedactedThinking(data):
            yield delta({"reasoningContent": {"redactedContent": data}})
        case _:
            raise AssertionError(part)


def _citation(citation: Citation) -> dict[str, Any]:
    told: dict[str, Any] = {"sourceContent": [{"text": citation.text}]}
    if citation.title is not None:
        told["title"] = citation.title
    place: dict[str, Any] = {"start": citation.start, "end": citation.end}
    match citation.kind:
        case "web":
            told["location"] = {"web": {"url": citation.url}}
        case "search_result":
            told["source"] = citation.url
            place["searchResultIndex"] = citation.document
            told["location"] = {"searchResultLocation": place}
        case kind:
            told["location"] = {_PLACES[kind]: place | {"documentIndex": citation.document}}
    return told


def _usage(tokens: Tokens) -> dict[str, Any]:
    long = tokens.cache_write_long or 0
    written = (tokens.cache_write or 0) + long
    told: dict[str, Any] = {
        "inputTokens": tokens.input,
        "outputTokens": tokens.output,
        "totalTokens": (tokens.input or 0) + (tokens.output or 0),
        "cacheReadInputTokens": tokens.cache_read,
        "cacheWriteInputTokens": written,
    }
    if long:
        short = tokens.cache_write or 0
        told["cacheDetails"] = [
            {"ttl": "1h", "inputTokens": long},
            {"ttl": "5m", "inputTokens": short},
        ]
    return told
