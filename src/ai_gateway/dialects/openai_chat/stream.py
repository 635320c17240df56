"""Streams of chat completions: usage where it is reported, and whether they came to their end."""

from typing import ClassVar

import msgspec

from ai_gateway.dialects import wire
from ai_gateway.dialects.openai_chat.reply import Answer, CompletionUsage
from ai_gateway.dialects.sse import Event
from ai_gateway.dialects.stream import MeteredStream


class _Groq(msgspec.Struct):
    usage: CompletionUsage | None = None


class _UsageChunk(Answer):
    x_groq: _Groq | None = None
    """Where Groq reports usage to those who did not ask for it."""


class _Choice(msgspec.Struct):
    finish_reason: str | None = None


class _ChoiceChunk(msgspec.Struct):
    choices: list[_Choice] | None = None


_USAGE_CHUNK = msgspec.json.Decoder(_UsageChunk)
_CHOICE_CHUNK = msgspec.json.Decoder(_ChoiceChunk)


class ChatStream(MeteredStream):
    """Reads `chat.completion.chunk` events.

    A stream ends with `data: [DONE]`. Some servers leave it out, so a `finish_reason` will do:
    after it nothing of the answer can be missing but its usage.
    """

    # Values that are null are no signs: OpenAI sends both members with every chunk.
    signs: ClassVar[tuple[bytes, ...]] = (
        b'"finish_reason":"',
        b'"finish_reason": "',
        b'"usage":{',
        b'"usage": {',
        b"[DONE]",
        b"error",
    )
    ends: ClassVar[tuple[str, ...]] = ("[DONE]", "a finish_reason")
    words: ClassVar[tuple[bytes, ...]] = (
        b'"content":',
        b'"reasoning_content":',
        b'"reasoning":',
        b'"arguments":',
        b'"refusal":',
    )

    def _is_end(self, event: Event) -> bool:
        if event.data.startswith(b"[DONE]"):
            return True
        chunk = wire.decode(_CHOICE_CHUNK, event.data)
        if chunk and any(choice.finish_reason for choice in chunk.choices or ()):
            return True
        return super()._is_end(event)

    def _meter(self, data: bytes) -> None:
        if b'"usage"' not in data:
            return
        chunk = wire.decode(_USAGE_CHUNK, data)
        if chunk is None:
            return
        if chunk.usage is None and chunk.x_groq is not None:
            chunk.usage = chunk.x_groq.usage
        # Some servers report with every chunk what was used so far, so the last one counts.
        self.usage = chunk.counts() or self.usage
