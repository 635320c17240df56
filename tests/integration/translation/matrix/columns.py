"""The columns of the matrix: each provider, with the model that is asked for there."""

from collections.abc import Mapping

import msgspec

from tests.integration.gateways import KEY
from tests.integration.translation.matrix.talk import TALKS, Dialect


class Column(msgspec.Struct, frozen=True):
    """One provider: the dialects that it takes as they are, and the one for all the others."""

    provider: str
    model: str
    native: frozenset[Dialect]
    foreign: Dialect

    def spoken(self, caller: Dialect) -> Dialect:
        """Return the dialect in which a call of `caller` reaches this provider."""
        return caller if caller in self.native else self.foreign


_OPENAI: frozenset[Dialect] = frozenset(("openai-chat", "openai-responses"))

COLUMNS = (
    Column("openai", "gpt-5-mini", _OPENAI, "openai-responses"),
    Column("azure-openai", "gpt-5-mini", _OPENAI, "openai-responses"),
    Column(
        "anthropic", "claude-haiku-4-5", frozenset(("anthropic-messages",)), "anthropic-messages"
    ),
    Column("vllm", "qwen3", _OPENAI, "openai-chat"),
    Column("llama.cpp", "qwen3", frozenset(("openai-chat",)), "openai-chat"),
)
"""Every provider, in the order of the page."""

CALLERS: tuple[Dialect, ...] = tuple(TALKS)
"""Every dialect of a caller, in the order of the page."""

PATHS: Mapping[Dialect, str] = {
    "openai-chat": "/chat/completions",
    "openai-responses": "/responses",
    "anthropic-messages": "/messages",
}
"""Where a provider of each dialect is asked, after the version."""


def providers(upstream: str) -> dict[str, object]:
    """Return the settings of all columns, each answering at `upstream`."""
    return {
        "azure-openai": {"base_url": upstream, "api_key": KEY},
        "vllm": {"base_url": f"{upstream}/v1"},
        "llama.cpp": {"base_url": f"{upstream}/v1"},
    }
