"""The cells that cannot pass, each with the reason of the vendor whose API is in the way."""

from itertools import product

Cell = tuple[str, str, str]
"""The titles of row and caller's dialect, and the provider."""

_GEMINI = ("google", "vertex-ai")
_CLAUDE = ("anthropic", "bedrock", "vertex-claude")
_ALL = ("openai", "azure-openai", *_CLAUDE, *_GEMINI, "vllm", "llama.cpp")
_CHAT, _RESPONSES, _MESSAGES = "openai-chat", "openai-responses", "anthropic-messages"


def _cells(row: str, caller: str, *providers: str) -> tuple[Cell, ...]:
    return tuple(product((row,), (caller,), providers))


def _row(row: str, *providers: str) -> tuple[Cell, ...]:
    return tuple(product((row,), (_CHAT, _RESPONSES, _MESSAGES), providers))


REASONS: dict[str, tuple[Cell, ...]] = {
    "**Anthropic's Messages API has no developer.** Its roles are user, assistant and system, so "
    "its callers cannot speak as one.": _cells("developer", _MESSAGES, *_ALL),
    "**OpenAI's Responses API has no stop sequences**, so its callers cannot give any.": _cells(
        "stop sequence", _RESPONSES, *_ALL
    ),
    "**OpenAI's Responses API has no stop sequences**, and is where callers of other dialects are "
    "answered. The call is refused with 400, which names `stop_sequences`.": _cells(
        "stop sequence", _MESSAGES, "openai", "azure-openai"
    ),
    "**OpenAI's chat completions show no thought**, and neither do servers that speak as they do "
    "in a form that could be given back: there is nothing to bring round.": _cells(
        "thinking, round trip", _CHAT, "openai", "azure-openai", "vllm", "llama.cpp"
    ),
    "**Chat completions take no thought back.** Neither vLLM nor llama.cpp gives a proof of one "
    "(a signature, encrypted content), and what another provider's model thought means nothing to "
    "theirs. It is left out and named in `x-ai-gateway-dropped`.": (
        *_cells("thinking, round trip", _RESPONSES, "llama.cpp"),
        *_cells("thinking, round trip", _MESSAGES, "vllm", "llama.cpp"),
    ),
    "**OpenAI caches every prompt unasked.** Its breakpoints are for gpt-5.6 and later, and older "
    "models refuse them. The mark is left out and named in `x-ai-gateway-dropped`.": _cells(
        "prompt cache marks", _MESSAGES, "openai", "azure-openai"
    ),
    "**vLLM and llama.cpp cache every prefix unasked** and know no marks. The mark is left out and "
    "named in `x-ai-gateway-dropped`.": (
        *_cells("prompt cache marks", _RESPONSES, "llama.cpp"),
        *_cells("prompt cache marks", _MESSAGES, "vllm", "llama.cpp"),
    ),
    "**Gemini caches every prefix unasked** and knows no marks; what it is asked to cache is "
    "stored by a call of its own. The mark is left out and named in `x-ai-gateway-dropped`.": _row(
        "prompt cache marks", *_GEMINI
    ),
    "**Gemini has no switch for parallel calls.** It is left out and named in "
    "`x-ai-gateway-dropped`.": _row("one call at a time", *_GEMINI),
    "**Converse and Gemini take no end user.** It is left out and named in "
    "`x-ai-gateway-dropped`.": _row("end user", "bedrock", *_GEMINI),
    "**Converse takes the bytes of an image**, and fetches nothing but objects in S3. The call is "
    "refused with 400, unless `routing.fetch` lets the gateway fetch the image.": _row(
        "image by URL", "bedrock"
    ),
    "**Converse does not tell how many tokens were thought**; they are part of the output.": _row(
        "reasoning tokens", "bedrock"
    ),
}
"""Each reason as the page gives it, with the cells that it stands for."""


def number(row: str, caller: str, provider: str) -> int | None:
    """Return the number of the reason why a cell cannot pass, None where it has to."""
    for place, cells in enumerate(REASONS.values(), 1):
        if (row, caller, provider) in cells:
            return place
    return None
