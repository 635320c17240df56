"""The providers' keys in Secrets Manager: put there, and never shown."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from botocore.exceptions import ClientError

from ai_gateway.aws.session import AwsFailed, AwsSession, code_of

PROVIDERS = ("openai", "anthropic", "google", "azure")
"""Those that the deployment has a secret for."""

PREFIX = "ai-gateway"
"""What the names begin with, unless the deployment's `secret_prefix` says otherwise."""

_KEY = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True)
class SecretStatus:
    """One provider's secret: `missing` where the deployment has not made it yet."""

    provider: str
    secret: str
    state: Literal["set", "unset", "missing"]
    changed: datetime | None = None


def secret_name(prefix: str, provider: str) -> str:
    """Return the name of a provider's secret; raises `AwsFailed` for one that has none."""
    if provider not in PROVIDERS:
        raise AwsFailed(
            f"{provider[:40]!r} has no secret in the deployment. Choose one of "
            f"{', '.join(PROVIDERS)}."
        )
    return f"{prefix}/{provider}-api-key"


def checked(value: str) -> str:
    """Return a key without the line end it came with; raises `AwsFailed` where it is none.

    The message never shows it.
    """
    key = value.strip("\r\n")
    if not _KEY.fullmatch(key):
        raise AwsFailed(
            "That is no key: expected printable ASCII without spaces, in one line. "
            "Look for a space or a quotation mark around it."
            if key
            else "Nothing came in. Give the key on standard input, or at the prompt."
        )
    return key


def set_secret(session: AwsSession, name: str, value: str, *, dry_run: bool) -> None:
    """Give the secret `name` a new value, which running gateways read within five minutes.

    Raises `AwsFailed` where the deployment has not made it yet.
    """
    secrets = session.client("secretsmanager")
    try:
        secrets.describe_secret(SecretId=name)
    except ClientError as error:
        if code_of(error) == "ResourceNotFoundException":
            raise AwsFailed(
                f"There is no secret {name} in {session.region}. The deployment makes it: run "
                "`ai-gateway aws deploy` first, or correct secret_prefix and --region."
            ) from error
        raise
    if not dry_run:
        secrets.put_secret_value(SecretId=name, SecretString=value)


def secret_statuses(session: AwsSession, prefix: str) -> list[SecretStatus]:
    """Return the state of each provider's secret, without reading any value."""
    secrets = session.client("secretsmanager")
    return [_status(secrets, provider, secret_name(prefix, provider)) for provider in PROVIDERS]


def _status(secrets: Any, provider: str, name: str) -> SecretStatus:  # noqa: ANN401  a client
    try:
        found: dict[str, Any] = secrets.describe_secret(SecretId=name)
    except ClientError as error:
        if code_of(error) == "ResourceNotFoundException":
            return SecretStatus(provider, name, "missing")
        raise
    versions: dict[str, list[str]] = found.get("VersionIdsToStages") or {}
    current = any("AWSCURRENT" in stages for stages in versions.values())
    return SecretStatus(provider, name, "set" if current else "unset", found.get("LastChangedDate"))
