"""Event streams in each dialect, with the usage that they report."""

from typing import NamedTuple

from ai_gateway.core.operation import DialectName
from ai_gateway.core.usage import Usage


class Recording(NamedTuple):
    """One complete stream."""

    name: str
    dialect: DialectName
    body: bytes
    usage: Usage | None


def chunk(delta: str, finish: str = "null", usage: str = "null") -> bytes:
    """Return one chunk of chat as OpenAI writes it."""
    return (
        'data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":'
        f'[{{"index":0,"delta":{delta},"finish_reason":{finish}}}],"usage":{usage}}}\n\n'
    ).encode()


def named(event: str, members: str) -> bytes:
    """Return one event whose name is also its type."""
    return f'event: {event}\ndata: {{"type":"{event}"{members}}}\n\n'.encode()


_CHAT_USAGE = (
    '{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29,'
    '"prompt_tokens_details":{"cached_tokens":8,"audio_tokens":0},'
    '"completion_tokens_details":{"reasoning_tokens":4}}'
)
_CHAT_COUNTS = Usage(19, 10, cache_read_tokens=8, reasoning_tokens=4, audio_input_tokens=0)

CHAT = (
    chunk('{"role":"assistant","content":""}')
    + chunk('{"content":"say [DONE] and \\"usage\\":{\\"prompt_tokens\\":1} 💡"}')
    + chunk("{}", finish='"stop"')
    + b'data: {"id":"c1","choices":[],"usage":%b}\n\n' % _CHAT_USAGE.encode()
    + b"data: [DONE]\n\n"
)

_RESPONSE_USAGE = (
    '{"input_tokens":36,"input_tokens_details":{"cached_tokens":6},"output_tokens":87,'
    '"output_tokens_details":{"reasoning_tokens":50},"total_tokens":123}'
)
_RESPONSE_COUNTS = Usage(36, 87, cache_read_tokens=6, reasoning_tokens=50)

RESPONSES = (
    named("response.created", ',"response":{"id":"r1","status":"in_progress","usage":null}')
    + named("response.output_text.delta", ',"delta":"a response.completed error, \\"usage\\":{"')
    + named("response.completed", f',"response":{{"id":"r1","usage":{_RESPONSE_USAGE}}}')
)

MESSAGES = (
    named(
        "message_start",
        ',"message":{"id":"m1","usage":{"input_tokens":25,"cache_creation_input_tokens":3,'
        '"cache_read_input_tokens":7,"output_tokens":1}}',
    )
    + named("ping", "")
    + named(
        "content_block_delta",
        ',"index":0,"delta":{"type":"text_delta","text":"message_stop error"}',
    )
    + named("message_delta", ',"delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}')
    + named("message_stop", "")
)
_MESSAGE_COUNTS = Usage(35, 15, cache_read_tokens=7, cache_write_tokens=3)


def _without_names(body: bytes) -> bytes:
    return b"\n".join(line for line in body.split(b"\n") if not line.startswith(b"event:"))


RECORDINGS = (
    Recording("chat", "openai-chat", CHAT, _CHAT_COUNTS),
    Recording("chat-crlf", "openai-chat", CHAT.replace(b"\n", b"\r\n"), _CHAT_COUNTS),
    Recording("chat-cr", "openai-chat", CHAT.replace(b"\n", b"\r"), _CHAT_COUNTS),
    Recording("chat-no-space", "openai-chat", CHAT.replace(b"data: ", b"data:"), _CHAT_COUNTS),
    Recording(
        "chat-comments",
        "openai-chat",
        b": hello\n\n" + CHAT.replace(b"data: ", b": aside\ndata: ") + b": bye\n\n",
        _CHAT_COUNTS,
    ),
    Recording(
        "chat-without-done", "openai-chat", chunk("{}") + chunk("{}", finish='"length"'), None
    ),
    Recording(
        "chat-error", "openai-chat", chunk("{}") + b'data: {"error":{"message":"boom"}}\n\n', None
    ),
    Recording(
        "chat-groq",
        "openai-chat",
        chunk("{}", finish='"stop"')
        + b'data: {"choices":[],"x_groq":{"id":"g","usage":{"prompt_tokens":2,'
        b'"completion_tokens":3}}}\n\ndata: [DONE]\n\n',
        Usage(2, 3),
    ),
    Recording(
        "chat-usage-everywhere",
        "openai-chat",
        chunk("{}", usage='{"prompt_tokens": 2, "completion_tokens": 1}')
        + chunk("{}", finish='"stop"', usage='{"prompt_tokens": 2, "completion_tokens": 9}'),
        Usage(2, 9, model="m"),
    ),
    Recording("responses", "openai-responses", RESPONSES, _RESPONSE_COUNTS),
    Recording(
        "responses-crlf", "openai-responses", RESPONSES.replace(b"\n", b"\r\n"), _RESPONSE_COUNTS
    ),
    Recording("responses-unnamed", "openai-responses", _without_names(RESPONSES), _RESPONSE_COUNTS),
    Recording(
        "responses-several-data-lines",
        "openai-responses",
        RESPONSES.replace(b',"response":', b'\ndata: ,"response":\ndata:'),
        _RESPONSE_COUNTS,
    ),
    Recording(
        "responses-failed",
        "openai-responses",
        named("response.failed", ',"response":{"error":{"code":"server_error"},"usage":null}'),
        None,
    ),
    Recording(
        "responses-error",
        "openai-responses",
        named("error", ',"code":"x","message":"boom","sequence_number":1'),
        None,
    ),
    Recording("messages", "anthropic-messages", MESSAGES, _MESSAGE_COUNTS),
    Recording(
        "messages-crlf", "anthropic-messages", MESSAGES.replace(b"\n", b"\r\n"), _MESSAGE_COUNTS
    ),
    Recording("messages-unnamed", "anthropic-messages", _without_names(MESSAGES), _MESSAGE_COUNTS),
    Recording(
        "messages-error",
        "anthropic-messages",
        named("error", ',"error":{"type":"overloaded_error","message":"Overloaded"}'),
        None,
    ),
    Recording("messages-last-line-open", "anthropic-messages", MESSAGES[:-2], _MESSAGE_COUNTS),
)
