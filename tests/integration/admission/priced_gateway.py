"""`ai-gateway serve` with a price list of two numbers, for tests that count money."""

from ai_gateway import app
from ai_gateway.cli.main import main
from ai_gateway.core.reply import Served
from ai_gateway.core.usage import Usage

INPUT = 1_000
OUTPUT = 5_000
"""Nano-dollars a token, one and five dollars a million."""

MOST_OUTPUT = 4_096


class FlatPrices:
    """Every model costs the same."""

    def __init__(self, prices: object, wall: object) -> None:
        """Need neither."""

    def upper_bound(self, target: Served, input_tokens: int, output_tokens: int) -> int | None:
        return INPUT * input_tokens + OUTPUT * output_tokens

    def max_output(self, target: Served) -> int | None:
        return MOST_OUTPUT

    def cost(self, served: Served, usage: Usage) -> int | None:
        return cost(usage.input_tokens or 0, usage.output_tokens or 0)


def cost(input_tokens: int, output_tokens: int) -> int:
    """Return what so many tokens cost, in nano-dollars."""
    return INPUT * input_tokens + OUTPUT * output_tokens


if __name__ == "__main__":
    app.TablePricing = FlatPrices  # pyright: ignore[reportAttributeAccessIssue]  another list of prices
    main()
