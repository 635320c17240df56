"""What prices can be told: a policy for what is unknown, and prices of the operator's own."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

UnknownPrice = Literal["deny", "estimate", "allow"]

Dollars = Annotated[Decimal, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class ModelPrice(BaseModel):
    """One model's price, in place of the list's or beside it; dollars for a million tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    like: str | None = Field(
        default=None,
        description="Take the price of this model of the list, as `provider/model`; for a "
        "deployment or a profile whose name says nothing. The other keys override it.",
    )
    input: Dollars | None = Field(default=None, description="Tokens read.")
    output: Dollars | None = Field(default=None, description="Tokens written.")
    cache_read: Dollars | None = Field(
        default=None, description="Tokens read from the provider's cache; else as `input`."
    )
    cache_write: Dollars | None = Field(
        default=None, description="Tokens written to the provider's cache; else as `input`."
    )
    cache_write_1h: Dollars | None = Field(
        default=None, description="Tokens kept there for an hour; else as `cache_write`."
    )
    audio_input: Dollars | None = Field(
        default=None, description="Tokens of audio read; else as `input`."
    )
    audio_output: Dollars | None = Field(
        default=None, description="Tokens of audio written; else as `output`."
    )
    image_output: Dollars | None = Field(
        default=None, description="Tokens of images written; else as `output`."
    )


class PriceSettings(BaseModel):
    """The section `accounting.prices` of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unknown: UnknownPrice = Field(
        default="estimate",
        description="A model without a price is refused (`deny`), priced by the nearest name or "
        "else as a dear model and marked as an estimate (`estimate`), or has no cost on record "
        "(`allow`). Never is it free in silence.",
    )
    file: Path | None = Field(
        default=None,
        description="A price list that `ai-gateway prices update` wrote, in place of the "
        "packaged one.",
    )
    models: dict[str, ModelPrice] = Field(
        default_factory=dict[str, ModelPrice],
        description="Prices of your own, by `provider/model`: discounts, deployments, models "
        "that the list does not have.",
    )
