"""What the provider of the stream cases says, for each wire format: bytes, no sockets, no clock.

Sources: platform.openai.com/docs/api-reference/chat-streaming,
docs.claude.com/en/docs/build-with-claude/streaming,
ai.google.dev/api/generate-content#v1beta.models.streamGenerateContent and
docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html.
"""

from collections.abc import Callable

import msgspec

from ai_gateway.simulator.bedrock.event_frame import event_frame

_SSE = b"text/event-stream; charset=utf-8"


class Script(msgspec.Struct, frozen=True):
    """One stream as a vendor words it.

    `token` and `last` take an instant in nanoseconds and return the bytes of a token that has its
    19 digits as text. `begin` goes out with the first token, `end` with the last, `usage` before it
    where asked for.
    """

    media_type: bytes
    begin: bytes
    token: Callable[[int], bytes]
    last: Callable[[int], bytes]
    usage: bytes
    end: bytes


_COMMON = (
    b'data: {"id":"chatcmpl-CX3vW0kS8mBq2JtHnR5yLzPdAeUf","object":"chat.completion.chunk",'
    b'"created":1767225600,"model":"gpt-5-mini-2025-08-07","service_tier":"default",'
    b'"system_fingerprint":"fp_1a2b3c4d5e",'
)
_TOKEN = _COMMON + (
    b'"choices":[{"index":0,"delta":{"content":"%019d"},"logprobs":null,"finish_reason":null}]}\n\n'
)
_LAST_TOKEN = _COMMON + (
    b'"choices":[{"index":0,"delta":{"content":"%019d"},'
    b'"logprobs":null,"finish_reason":"stop"}]}\n\n'
)
_USAGE = _COMMON + (
    b'"choices":[],"usage":{"prompt_tokens":19,"completion_tokens":51,"total_tokens":70}}\n\n'
)
OPENAI = Script(
    media_type=_SSE,
    begin=b"",
    token=_TOKEN.__mod__,
    last=_LAST_TOKEN.__mod__,
    usage=_USAGE,
    end=b"data: [DONE]\n\n",
)
"""Chat completion chunks."""

_DELTA = (
    b'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,'
    b'"delta":{"type":"text_delta","text":"%019d"}}\n\n'
)
ANTHROPIC = Script(
    media_type=_SSE,
    begin=(
        b'event: message_start\ndata: {"type":"message_start","message":{'
        b'"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant",'
        b'"model":"claude-haiku-4-5-20251001","content":[],"stop_reason":null,'
        b'"stop_sequence":null,"usage":{"input_tokens":19,"cache_creation_input_tokens":0,'
        b'"cache_read_input_tokens":0,"output_tokens":1,"service_tier":"standard"}}}\n\n'
        b'event: content_block_start\ndata: {"type":"content_block_start","index":0,'
        b'"content_block":{"type":"text","text":""}}\n\n'
    ),
    token=_DELTA.__mod__,
    last=_DELTA.__mod__,
    usage=b"",
    end=(
        b'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\n'
        b'event: message_delta\ndata: {"type":"message_delta","delta":{'
        b'"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":19,'
        b'"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":51}}\n\n'
        b'event: message_stop\ndata: {"type":"message_stop"}\n\n'
    ),
)
"""The events of Anthropic's messages."""

_GEMINI_TOKEN = (
    b'data: {"candidates":[{"content":{"parts":[{"text":"%019d"}],"role":"model"},"index":0}],'
    b'"usageMetadata":{"promptTokenCount":19,"totalTokenCount":19,'
    b'"promptTokensDetails":[{"modality":"TEXT","tokenCount":19}]},'
    b'"modelVersion":"gemini-2.5-flash","responseId":"k3RWacX1Fo2hvdIP4vGr8A4"}\r\n\r\n'
)
_GEMINI_LAST = (
    b'data: {"candidates":[{"content":{"parts":[{"text":"%019d"}],"role":"model"},'
    b'"finishReason":"STOP","index":0}],'
    b'"usageMetadata":{"promptTokenCount":19,"candidatesTokenCount":51,"totalTokenCount":70,'
    b'"promptTokensDetails":[{"modality":"TEXT","tokenCount":19}]},'
    b'"modelVersion":"gemini-2.5-flash","responseId":"k3RWacX1Fo2hvdIP4vGr8A4"}\r\n\r\n'
)
GEMINI = Script(
    media_type=b"text/event-stream",
    begin=b"",
    token=_GEMINI_TOKEN.__mod__,
    last=_GEMINI_LAST.__mod__,
    usage=b"",
    end=b"",
)
"""Whole answers of one piece each, which nothing follows."""

# The service pads its deltas, against those who would guess words from the lengths of frames.
_PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ"


def _converse_delta(instant: int) -> bytes:
    text = f"{instant:019d}"
    return event_frame(
        "contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": text}, "p": _PADDING}
    )


BEDROCK = Script(
    media_type=b"application/vnd.amazon.eventstream",
    begin=event_frame("messageStart", {"role": "assistant"}),
    token=_converse_delta,
    last=_converse_delta,
    usage=b"",
    end=b"".join(
        (
            event_frame("contentBlockStop", {"contentBlockIndex": 0}),
            event_frame("messageStop", {"stopReason": "end_turn"}),
            event_frame(
                "metadata",
                {
                    "metrics": {"latencyMs": 1042},
                    "usage": {"inputTokens": 19, "outputTokens": 51, "totalTokens": 70},
                },
            ),
        )
    ),
)
"""Binary frames with checksums; the usage always comes, and last."""

_BY_METHOD = (
    (b"/messages", ANTHROPIC),
    (b":streamGenerateContent", GEMINI),
    (b"/converse-stream", BEDROCK),
)


def script_for(path: bytes) -> Script:
    """Return what is said at `path`, a query with it or not: chat chunks where it is no other's."""
    method = path.partition(b"?")[0]
    return next((script for ending, script in _BY_METHOD if method.endswith(ending)), OPENAI)
