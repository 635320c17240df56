"""What authentication can be told: whose tokens are good, and which keys."""

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator

Scope = Literal["invoke", "admin"]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^/?#@\s]+(/[^?#\s]*)?$")]
_SHA256 = re.compile(r"[0-9a-f]{64}")

INVOKE = "https://gateway.internal/invoke"
ADMIN = "https://gateway.internal/admin"


class IssuerSettings(BaseModel):
    """Whoever signs tokens that this gateway takes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Url = Field(
        description="What its tokens say in `iss`, to the letter. Its discovery document stands "
        "below it. For Cognito https://cognito-idp.REGION.amazonaws.com/POOL.",
    )
    jwks_uri: Url | None = Field(
        default=None, description="Where its keys are, if it has no discovery document."
    )
    scope: str = Field(
        default=INVOKE, description="Scope that a token needs to call models, as the issuer has it."
    )
    admin_scope: str = Field(
        default=ADMIN, description="Scope that a token needs on the admin listener."
    )
    audience: str | None = Field(
        default=None, description="What `aud` has to hold. Cognito's access tokens have none."
    )
    client_claim: str = Field(
        default="client_id",
        description="Claim that names the client: `client_id` at Cognito, often `azp` or `sub` "
        "elsewhere.",
    )
    token_use: str | None = Field(
        default=None,
        description="What `token_use` has to say. Without it: `access` at Cognito, and at "
        "whoever else uses the claim.",
    )


class LocalIssuerSettings(BaseModel):
    """The issuer within the gateway, for laptops and tests."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = Field(
        default=False,
        description="Give tokens to the clients of `ai-gateway clients add` on the admin "
        "listener: POST /oauth2/token, /.well-known/jwks.json, /.well-known/openid-configuration.",
    )
    url: Url | None = Field(
        default=None,
        description="What its tokens say in `iss`; the address of the admin listener if unset.",
    )
    lifetime: int = Field(
        default=3600,
        ge=60,
        le=86400,
        description="Seconds that its tokens are good; Cognito's 3600.",
    )


class KeySettings(BaseModel):
    """A gateway key by its hash, for a deployment that keeps no files."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    client: str = Field(description="Name of the client that holds the key.")
    sha256: str = Field(
        description="SHA-256 of the whole key in hexadecimal; `ai-gateway clients add` prints it."
    )
    scopes: tuple[Scope, ...] = Field(
        default=("invoke",), description="What the key is good for: `invoke`, `admin`."
    )
    expires: AwareDatetime | None = Field(
        default=None, description="When it ends, such as 2027-01-31T00:00:00Z; never if unset."
    )

    @field_validator("sha256")
    @classmethod
    def _is_hash(cls, text: str) -> str:
        if _SHA256.fullmatch(text) is None:
            raise ValueError("no SHA-256; expected 64 digits of 0-9 and a-f")
        return text

    @property
    def expires_at(self) -> float | None:
        """When it ends in seconds since 1970, None for never."""
        expires: datetime | None = self.expires
        return None if expires is None else expires.timestamp()


class AuthSettings(BaseModel):
    """The section `auth` of the configuration. Without it nobody has to say who calls."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuers: dict[str, IssuerSettings] = Field(
        default_factory=dict, description="Whose tokens are good, by a name of your own."
    )
    gateway_keys: bool = Field(
        default=False, description="Take gateway keys (`agw_…`) of `ai-gateway clients add`."
    )
    keys: dict[str, KeySettings] = Field(
        default_factory=dict, description="Gateway keys by their id, beside those of the directory."
    )
    local_issuer: LocalIssuerSettings = Field(
        default_factory=LocalIssuerSettings, description="The gateway's own issuer of tokens."
    )
    directory: Path = Field(
        default=Path(".ai-gateway"),
        description="Where `ai-gateway clients` keeps hashes of keys and the local issuer its "
        "signing key; relative to the working directory.",
    )
    audit_file: Path | None = Field(
        default=None,
        description="File that a line of JSON is appended to for each refusal and each admin "
        "action. Without it the gateway writes them to standard output, and `ai-gateway clients` "
        "to audit.jsonl in the directory.",
    )
    leeway: float = Field(
        default=60.0,
        ge=0,
        le=300,
        description="Seconds that an issuer's clock may differ from this one.",
    )
    keys_refresh: float = Field(
        default=3600.0,
        ge=60,
        description="Seconds after which an issuer's keys are fetched again, so that a key that "
        "it withdrew ends here too.",
    )
    keys_refetch: float = Field(
        default=60.0,
        ge=1,
        description="Least seconds between two fetches for a key that is not known: nobody can "
        "make the gateway ask an issuer more often.",
    )
    keys_grace: float = Field(
        default=86400.0,
        ge=60,
        description="Seconds that known keys hold while their issuer cannot be reached; after "
        "that its tokens are refused with 503. A day, as long as the longest outage on record.",
    )

    @property
    def enabled(self) -> bool:
        """Whether callers have to say who they are."""
        return bool(self.issuers or self.keys or self.gateway_keys or self.local_issuer.enabled)
