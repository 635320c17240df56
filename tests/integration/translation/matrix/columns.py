"""The columns of the matrix: each provider, with the model that is asked for there."""

import json
import re

import msgspec

from ai_gateway.core.operation import DialectName
from ai_gateway.simulator.bedrock.credentials import ACCESS_KEY, SECRET_KEY
from tests.integration.gateways import KEY
from tests.integration.simulator.service_account import key_file
from tests.integration.translation.matrix.talk import TALKS, Dialect


class Column(msgspec.Struct, frozen=True):
    """One provider: the dialects that it takes as they are, and the one for all the others.

    `place` and `streamed` are patterns of the paths at which it is asked in that one, for a whole
    answer and for a stream.
    """

    provider: str
    model: str
    native: frozenset[Dialect]
    foreign: DialectName
    place: str = ""
    streamed: str = ""

    def spoken(self, caller: Dialect) -> DialectName:
        """Return the dialect in which a call of `caller` reaches this provider."""
        return caller if caller in self.native else self.foreign

    def is_place(self, path: str, caller: Dialect, *, streamed: bool) -> bool:
        """Tell whether a call of `caller` belongs at `path`."""
        pattern = (self.streamed if streamed else self.place) or _PLACES[self.spoken(caller)]
        return re.fullmatch(pattern, path) is not None


_PLACES: dict[DialectName, str] = {
    "openai-chat": r".*/v1/chat/completions",
    "openai-responses": r".*/v1/responses",
    "anthropic-messages": r".*/v1/messages",
}
_OPENAI: frozenset[Dialect] = frozenset(("openai-chat", "openai-responses"))
_ANTHROPIC: frozenset[Dialect] = frozenset(("anthropic-messages",))
_NOBODY: frozenset[Dialect] = frozenset()
_GEMINI = "gemini-2.5-flash"
_VERTEX = r"/v1/projects/simulated/locations/eu/publishers"

COLUMNS = (
    Column("openai", "gpt-5-mini", _OPENAI, "openai-responses"),
    Column("azure-openai", "gpt-5-mini", _OPENAI, "openai-responses"),
    Column("anthropic", "claude-haiku-4-5", _ANTHROPIC, "anthropic-messages"),
    Column(
        "bedrock",
        "us.anthropic.claude-haiku-4-5-20251001-v1:0",
        _NOBODY,
        "bedrock-converse",
        r"/model/us\.anthropic[^/]+/converse",
        r"/model/us\.anthropic[^/]+/converse-stream",
    ),
    Column(
        "google",
        _GEMINI,
        _NOBODY,
        "gemini",
        rf"/v1beta/models/{_GEMINI}[^/]*:generateContent",
        rf"/v1beta/models/{_GEMINI}[^/]*:streamGenerateContent",
    ),
    Column(
        "vertex-ai",
        _GEMINI,
        _NOBODY,
        "gemini",
        rf"{_VERTEX}/google/models/{_GEMINI}[^/]*:generateContent",
        rf"{_VERTEX}/google/models/{_GEMINI}[^/]*:streamGenerateContent",
    ),
    Column(
        "vertex-claude",
        "claude-haiku-4-5@20251001",
        _ANTHROPIC,
        "anthropic-messages",
        rf"{_VERTEX}/anthropic/models/claude-haiku-4-5[^/]*:rawPredict",
        rf"{_VERTEX}/anthropic/models/claude-haiku-4-5[^/]*:streamRawPredict",
    ),
    Column("vllm", "qwen3", _OPENAI, "openai-chat"),
    Column("llama.cpp", "qwen3", frozenset(("openai-chat",)), "openai-chat"),
)
"""Every provider, in the order of the page."""

CALLERS: tuple[Dialect, ...] = tuple(TALKS)
"""Every dialect of a caller, in the order of the page."""


def providers(upstream: str) -> dict[str, object]:
    """Return the settings of all columns, each answering at `upstream`."""
    vertex = {
        "base_url": upstream,
        "vertex": {
            "project": "simulated",
            "location": "eu",
            "credentials": json.dumps(key_file(upstream)),
        },
    }
    return {
        "azure-openai": {"base_url": upstream, "api_key": KEY},
        "bedrock": {
            "base_url": upstream,
            "bedrock": {
                "region": "us-east-1",
                "access_key_id": ACCESS_KEY,
                "secret_access_key": SECRET_KEY,
                "control_url": upstream,
            },
        },
        "google": {"base_url": f"{upstream}/v1beta", "api_key": KEY},
        "vertex-ai": vertex,
        "vertex-claude": {"like": "vertex-ai", **vertex},
        "vllm": {"base_url": f"{upstream}/v1"},
        "llama.cpp": {"base_url": f"{upstream}/v1"},
    }
