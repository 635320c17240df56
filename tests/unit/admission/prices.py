"""A price list of a few models, exact and small enough to reckon with."""

from ai_gateway.core.reply import Served
from ai_gateway.core.usage import Usage

CHEAP = Served("openai", "cheap")
DEAR = Served("anthropic", "dear")
ENDLESS = Served("openai", "endless")
UNKNOWN = Served("openai", "unknown")

_PER_TOKEN = {CHEAP: (1, 10), DEAR: (3, 7), ENDLESS: (1, 10)}
_MOST = {CHEAP: 1_000, DEAR: 2_000}


class Prices:
    """Nano-dollars a token in and out; `endless` has no known end, `unknown` no price."""

    def upper_bound(self, target: Served, input_tokens: int, output_tokens: int) -> int | None:
        found = _PER_TOKEN.get(target)
        return None if found is None else found[0] * input_tokens + found[1] * output_tokens

    def max_output(self, target: Served) -> int | None:
        return _MOST.get(target)

    def cost(self, served: Served, usage: Usage) -> int | None:
        return self.upper_bound(served, usage.input_tokens or 0, usage.output_tokens or 0)
