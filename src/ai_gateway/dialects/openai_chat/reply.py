"""What an answer of chat completions or embeddings reports as billed."""

import msgspec

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.wire import Count, decode


class PromptDetails(msgspec.Struct, omit_defaults=True):
    """What the tokens of a prompt are."""

    cached_tokens: Count | None = None
    cache_write_tokens: Count | None = None
    audio_tokens: Count | None = None


class CompletionDetails(msgspec.Struct, omit_defaults=True):
    """What the tokens of an answer are."""

    reasoning_tokens: Count | None = None
    audio_tokens: Count | None = None


class CompletionUsage(msgspec.Struct, omit_defaults=True):
    """The wire's `usage`, embeddings included (`openai.types.CompletionUsage`).

    Images and transcriptions, which pass in this dialect, report it in the words of responses
    (`openai.types.images_response.Usage`, `openai.types.audio.transcription.UsageTokens`).
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

    def counts(self) -> Usage | None:
        """Return the counts, or None where it holds neither of the two that are billed."""
        taken = self.input_tokens if self.prompt_tokens is None else self.prompt_tokens
        made = self.output_tokens if self.completion_tokens is None else self.completion_tokens
        if taken is None and made is None:
            return None
        prompt = self.prompt_tokens_details or PromptDetails()
        completion = self.completion_tokens_details or CompletionDetails()
        cached = prompt.cached_tokens
        return Usage(
            input_tokens=taken,
            output_tokens=made,
            cache_read_tokens=self.prompt_cache_hit_tokens if cached is None else cached,
            cache_write_tokens=prompt.cache_write_tokens,
            reasoning_tokens=completion.reasoning_tokens,
        )


class _Answer(msgspec.Struct):
    usage: CompletionUsage | None = None


_ANSWER = msgspec.json.Decoder(_Answer)


def read_usage(body: bytes) -> Usage | None:
    """Return the usage of a whole answer, or None where there is none."""
    answer = decode(_ANSWER, body)
    return answer.usage.counts() if answer and answer.usage else None
