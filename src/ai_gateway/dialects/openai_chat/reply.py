"""What an answer of chat completions or embeddings reports as billed."""

import msgspec

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.wire import Count, Seconds, decode


class PromptDetails(msgspec.Struct, omit_defaults=True):
    """What the tokens of a prompt are."""

    cached_tokens: Count | None = None
    cache_write_tokens: Count | None = None
    audio_tokens: Count | None = None


class CompletionDetails(msgspec.Struct, omit_defaults=True):
    """What the tokens of an answer are."""

    reasoning_tokens: Count | None = None
    audio_tokens: Count | None = None


class PartDetails(msgspec.Struct, omit_defaults=True):
    """What the tokens of an image call or a transcription are, in and out."""

    cached_tokens: Count | None = None
    cache_write_tokens: Count | None = None
    audio_tokens: Count | None = None
    image_tokens: Count | None = None
    reasoning_tokens: Count | None = None


class CompletionUsage(msgspec.Struct, omit_defaults=True):
    """The wire's `usage`, embeddings included (`openai.types.CompletionUsage`).

    Images and transcriptions, which pass in this dialect, report it in the words of responses
    (`openai.types.images_response.Usage`, `openai.types.audio.transcription.UsageTokens`), or as
    `seconds` of a recording (`UsageDuration`).
    """

    prompt_tokens: Count | None = None
    completion_tokens: Count | None = None
    total_tokens: Count | None = None
    input_tokens: Count | None = None
    output_tokens: Count | None = None
    prompt_tokens_details: PromptDetails | None = None
    completion_tokens_details: CompletionDetails | None = None
    prompt_cache_hit_tokens: Count | None = None
    """Where DeepSeek reports cached tokens (api-docs.deepseek.com, context caching)."""
    cached_tokens: Count | None = None
    """Where Moonshot does (platform.moonshot.ai, context caching)."""
    input_tokens_details: PartDetails | None = None
    input_token_details: PartDetails | None = None
    """The same for transcriptions."""
    output_tokens_details: PartDetails | None = None
    seconds: Seconds | None = None

    def counts(self) -> Usage | None:
        """Return the counts, or None where it holds nothing that is billed."""
        taken = self.input_tokens if self.prompt_tokens is None else self.prompt_tokens
        if taken is None and self.output is None and self.seconds is None:
            return None
        prompt = self.prompt_tokens_details or PromptDetails()
        completion = self.completion_tokens_details or CompletionDetails()
        parts = self.input_tokens_details or self.input_token_details or PartDetails()
        made = self.output_tokens_details or PartDetails()
        return Usage(
            input_tokens=taken,
            output_tokens=self.output,
            cache_read_tokens=_first(
                prompt.cached_tokens,
                parts.cached_tokens,
                self.prompt_cache_hit_tokens,
                self.cached_tokens,
            ),
            cache_write_tokens=_first(prompt.cache_write_tokens, parts.cache_write_tokens),
            reasoning_tokens=_first(completion.reasoning_tokens, made.reasoning_tokens),
            audio_input_tokens=_first(prompt.audio_tokens, parts.audio_tokens),
            audio_output_tokens=_first(completion.audio_tokens, made.audio_tokens),
            image_input_tokens=parts.image_tokens,
            image_output_tokens=made.image_tokens,
            audio_ms=None if self.seconds is None else round(self.seconds * 1000),
        )

    @property
    def output(self) -> int | None:
        """What was written, thoughts included.

        xAI counts them beside the answer, which its total betrays.
        """
        made = self.output_tokens if self.completion_tokens is None else self.completion_tokens
        details, total = self.completion_tokens_details, self.total_tokens
        thought = None if details is None else details.reasoning_tokens
        if made is None or not thought or total is None or self.prompt_tokens is None:
            return made
        return made + thought if total == self.prompt_tokens + made + thought else made


class Answer(msgspec.Struct):
    """The members of an answer, and of a stream's last chunk, that say what it took."""

    usage: CompletionUsage | None = None
    model: str | None = None
    service_tier: str | None = None

    def counts(self) -> Usage | None:
        """Return the counts with who served them, None where nothing is reported."""
        counts = self.usage and self.usage.counts()
        if counts is None:
            return None
        return msgspec.structs.replace(counts, model=self.model, tier=self.service_tier)


_ANSWER = msgspec.json.Decoder(Answer)


def read_usage(body: bytes) -> Usage | None:
    """Return the usage of a whole answer, or None where there is none."""
    answer = decode(_ANSWER, body)
    return answer and answer.counts()


def _first(*counts: int | None) -> int | None:
    return next((count for count in counts if count is not None), None)
