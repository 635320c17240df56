"""What Vertex AI needs beside a catalogue entry."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

# Both become parts of an address, so nothing else may stand in them.
ProjectId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.:-]{0,62}$")]
Location = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}$")]


class VertexSettings(BaseModel):
    """A project at Google Cloud, where its models run, and who calls them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    project: ProjectId = Field(description="Project id.")
    location: Location = Field(
        # Where every new model is first, and where a busy region does not refuse.
        default="global",
        description="Where the models run: `global`, `us`, `eu`, or a region such as "
        "`europe-west4`.",
    )
    credentials: SecretStr | None = Field(
        default=None,
        description="Google credentials as JSON: a service account's key, a workload identity "
        "federation, or a user's own. Without them, Application Default Credentials.",
    )
