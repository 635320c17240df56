"""What the store can be told."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator


class RedisSettings(BaseModel):
    """The server that replicas share, and how to reach it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(description="Name or address of the server.")
    port: int = Field(default=6379, ge=1, le=65535, description="Its port.")
    cluster: bool = Field(
        default=False,
        description="The server runs in cluster mode, as ElastiCache Serverless always does.",
    )
    environment: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")] = Field(
        default="default",
        description="Keeps apart the gateways that share a server but nothing else. All keys of "
        "an environment stand in one slot of a cluster.",
    )
    username: str | None = Field(default=None, description="User of the server's access list.")
    password: SecretStr | None = Field(default=None, description="Password or AUTH token.")
    tls: bool = Field(
        default=False, description="Speak TLS and check the server's certificate and name."
    )
    ca_file: Path | None = Field(
        default=None,
        description="PEM file of the authorities to trust instead of the system's.",
    )
    timeout: float = Field(
        default=0.25,
        gt=0,
        le=10,
        description="Seconds to wait for an answer or a connection, after which the server counts "
        "as gone. An answer takes about a millisecond.",
    )
    connections: int = Field(
        default=32,
        ge=1,
        le=1000,
        description="Most connections of this replica. One serves about a thousand calls a second.",
    )
    lease: int = Field(
        default=30,
        ge=1,
        le=600,
        description="Seconds after which what a silent replica holds is given back. Living ones "
        "speak up three times within it.",
    )


class StoreSettings(BaseModel):
    """The section `store` of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    backend: Literal["embedded", "redis"] = Field(
        default="embedded",
        description="Where limits and budgets are counted: in this process, or in a Redis or "
        "Valkey server that all replicas share.",
    )
    path: Path | None = Field(
        default=None,
        description="SQLite file of the embedded store. Without it a restart forgets what was "
        "spent.",
    )
    redis: RedisSettings | None = Field(default=None, description="The shared server.")

    @model_validator(mode="after")
    def _one_backend(self) -> Self:
        if self.backend == "redis" and self.redis is None:
            raise ValueError(
                "backend is redis, and redis.host is not given. Name the server, or set backend"
                " to embedded."
            )
        if self.backend == "redis" and self.path is not None:
            raise ValueError(
                "path is for the embedded store. Remove it, or set backend to embedded."
            )
        if self.backend == "embedded" and self.redis is not None:
            raise ValueError("redis is given, and backend is embedded. Set backend to redis.")
        return self
