"""What the admin listener can be told."""

from pydantic import BaseModel, ConfigDict, Field


class AdminSettings(BaseModel):
    """The section `admin` of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(
        default="127.0.0.1",
        description="Address of the admin listener. Anything but loopback needs authentication.",
    )
    port: int = Field(
        default=8788, ge=0, le=65535, description="Port of the admin listener; 0 picks one."
    )
