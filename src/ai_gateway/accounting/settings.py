"""What accounting can be told."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from ai_gateway.accounting.prices.settings import PriceSettings


class AccountingSettings(BaseModel):
    """The section `accounting` of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    log: bool = Field(
        default=True,
        description="Write one JSON line to standard output for each call. It holds no content "
        "and no credential. These lines are the durable record.",
    )
    database: Path | None = Field(
        default=None,
        description="SQLite file for `ai-gateway usage` and `ai-gateway calls`. Without it they "
        "know what this process has seen since it started.",
    )
    keep_calls: int = Field(
        default=2_000,
        ge=1,
        le=10_000_000,
        description="Calls that are kept whole for `ai-gateway calls show`, about 2 KB each; "
        "the sums of every hour are kept for ever.",
    )
    cost_comments: bool = Field(
        default=False,
        description="End each event stream with a comment that says what it cost, as the header "
        "x-ai-gateway-cost-usd does on whole answers. SDKs skip comments.",
    )
    prices: PriceSettings = Field(default_factory=PriceSettings, description="What models cost.")
