"""What Amazon Bedrock needs beside a name."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

Region = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[a-z0-9]+)+-[0-9]+$")]
RoleArn = Annotated[str, StringConstraints(pattern=r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$")]


class RoleSettings(BaseModel):
    """A role to call as, assumed with the credentials that stand beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    arn: RoleArn = Field(description="ARN of the role.")
    external_id: str | None = Field(
        default=None,
        min_length=2,  # STS refuses less
        description="External id that the role's trust policy asks for.",
    )
    session_name: str = Field(
        # It stands in CloudTrail beside every call, where it says who called.
        default="ai-gateway",
        pattern=r"^[\w+=,.@-]{2,64}$",
        description="Name of the session in CloudTrail.",
    )


class BedrockSettings(BaseModel):
    """Amazon Bedrock's own settings.

    Without a key of any kind, the credentials come from where AWS SDKs look for them: the
    environment, the shared files, the container's or the instance's role. A Bedrock API key is
    the provider's `api_key`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: Region = Field(description="AWS region, such as `us-east-1`.")
    access_key_id: str | None = Field(
        default=None, description="Access key id, in place of the SDKs' search."
    )
    secret_access_key: SecretStr | None = Field(
        default=None, description="Secret access key; goes with `access_key_id`."
    )
    session_token: SecretStr | None = Field(
        default=None, description="Session token, where the access key is a temporary one."
    )
    profile: str | None = Field(
        default=None, description="Profile of the shared AWS files, in place of the default one."
    )
    role: RoleSettings | None = Field(default=None, description="Role to call as.")
    control_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/?#@\s]+$",
        description="Address of the control plane, which knows what is behind an inference "
        "profile; by default that of the region.",
    )

    @model_validator(mode="after")
    def _keys_are_whole(self) -> Self:
        if (self.access_key_id is None) != (self.secret_access_key is None):
            raise ValueError(
                "access_key_id and secret_access_key go together: set both, or neither to have "
                "the AWS SDK's search find credentials"
            )
        if self.access_key_id is not None and self.profile is not None:
            raise ValueError("access_key_id and profile exclude each other: set one of them")
        if self.session_token is not None and self.access_key_id is None:
            raise ValueError("session_token goes with access_key_id: set both, or neither")
        return self
