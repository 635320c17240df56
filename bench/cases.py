"""What is measured, as data: each case is a call, what answers it, and the project's budgets."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec


class Metric(StrEnum):
    """One column of the report; the value is its heading, with its unit."""

    CPU_CALL = "CPU, µs a call"
    CPU_CHUNK = "CPU, µs a chunk"
    CALLS = "calls/s on one core"
    CHUNKS = "chunks/s on one core"
    FIRST_P50 = "first byte +p50, ms"
    FIRST_P99 = "first byte +p99, ms"
    CHUNK_P50 = "chunk +p50, ms"
    CHUNK_P99 = "chunk +p99, ms"
    RSS = "RSS, MB"
    PSS = "PSS, MB"


class Case(msgspec.Struct, frozen=True):
    """One load.

    `body` is sent as JSON to `path`, for `provider` to answer in its own dialect. An answer has
    `chunks` chunks, one every `pace` seconds; 0 chunks is a plain JSON answer. Where `streams` is
    given, so many answers are held open, and none ends. `budgets` are the most that this project
    allows itself. `contenders` names those that it is measured for, None for all.
    """

    name: str
    title: str
    body: bytes
    path: str = "/v1/chat/completions"
    provider: str = "openai"
    chunks: int = 0
    pace: float = 0.0
    streams: int = 0
    budgets: Mapping[Metric, float] = MappingProxyType({})
    contenders: frozenset[str] | None = None

    def measures(self, contender: str) -> bool:
        """Whether the contender of that name takes part."""
        return self.contenders is None or contender in self.contenders


class Timing(msgspec.Struct, frozen=True):
    """How often, and how long in seconds: each window, and the warm-up before it."""

    rounds: int
    warmup: float
    window: float


# Node compiles what is hot within the first two seconds; three rounds are the fewest that have a
# middle and a spread.
FULL = Timing(rounds=3, warmup=2.0, window=5.0)
QUICK = Timing(rounds=1, warmup=0.5, window=1.0)


def _chat(prompt: str, *, stream: bool = False, model: str = "gpt-5-mini") -> bytes:
    call = {
        "model": model,
        "messages": [
            {"role": "system", "content": "You are a helpful assistant."},
            {"role": "user", "content": prompt},
        ],
    }
    return msgspec.json.encode({**call, "stream": True} if stream else call)


# Quotes, line ends and letters beyond ASCII, as prompts have: they are what JSON parsers stop at.
_PARAGRAPH = (
    'The café\'s sign said "open", and under it, in a smaller hand: "naïve questions welcome".\n'
    "def answer(question: str) -> str:\n\treturn '42'  # see the guide\n"
)
_QUESTION = "What is the capital of France?"
_CLAUDE = "anthropic/claude-haiku-4-5"
_BEDROCK = "bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0"
_GEMINI = "google/gemini-2.5-flash"

# Portkey takes other headers for these providers than for those with one key and one address: a
# region and two keys for Bedrock, a host without the version for Gemini.
_OURS = frozenset({"gateway"})

CASES = (
    Case(
        name="small",
        title="Small chat call",
        body=_chat(_QUESTION),
        budgets=MappingProxyType({Metric.CPU_CALL: 65, Metric.FIRST_P50: 1}),
    ),
    Case(
        name="prompt",
        title="Chat call with a prompt of 50 KB",
        body=_chat((_PARAGRAPH * (50_000 // len(_PARAGRAPH) + 1))[:50_000]),
    ),
    Case(
        name="stream",
        title="Stream passed through, 51 chunks, one every 20 ms",
        body=_chat(_QUESTION, stream=True),
        chunks=51,
        pace=0.02,
        budgets=MappingProxyType({Metric.CPU_CHUNK: 27, Metric.FIRST_P50: 1}),
    ),
    Case(
        name="translated",
        title="Small chat call, translated for Anthropic",
        body=_chat(_QUESTION, model=_CLAUDE),
        provider="anthropic",
        # 60 more than the same call passed through.
        budgets=MappingProxyType({Metric.CPU_CALL: 125}),
    ),
    Case(
        name="translated-stream",
        title="Stream translated from Anthropic's events, 51 chunks, one every 20 ms",
        body=_chat(_QUESTION, stream=True, model=_CLAUDE),
        provider="anthropic",
        chunks=51,
        pace=0.02,
        budgets=MappingProxyType({Metric.CPU_CHUNK: 50}),
    ),
    Case(
        name="translated-bedrock",
        title="Stream translated from Bedrock's frames, 51 chunks, one every 20 ms",
        body=_chat(_QUESTION, stream=True, model=_BEDROCK),
        provider="bedrock",
        chunks=51,
        pace=0.02,
        budgets=MappingProxyType({Metric.CPU_CHUNK: 50}),
        contenders=_OURS,
    ),
    Case(
        name="translated-gemini",
        title="Stream translated from Gemini's events, 51 chunks, one every 20 ms",
        body=_chat(_QUESTION, stream=True, model=_GEMINI),
        provider="google",
        chunks=51,
        pace=0.02,
        budgets=MappingProxyType({Metric.CPU_CHUNK: 50}),
        contenders=_OURS,
    ),
    Case(
        name="open",
        title="1,000 open streams, each a chunk every 500 ms",
        body=_chat(_QUESTION, stream=True),
        chunks=1_000_000,
        pace=0.5,
        streams=1_000,
        budgets=MappingProxyType({Metric.RSS: 100}),
    ),
)
