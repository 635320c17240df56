"""What accounting can be told."""

from pydantic import BaseModel, ConfigDict, Field


class AccountingSettings(BaseModel):
    """The section `accounting` of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    log: bool = Field(
        default=True,
        description="Write one JSON line to standard output for each call. It holds no content "
        "and no credential.",
    )
