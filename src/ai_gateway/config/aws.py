"""Reads what the configuration keeps in AWS: the file itself in S3, secrets in Secrets Manager."""

from collections.abc import Mapping
from typing import Any

from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    NoCredentialsError,
    NoRegionError,
)
from botocore.exceptions import (
    ConnectionError as UnreachableError,
)
from botocore.session import Session

from ai_gateway.config.aws_reader import AwsRefused

# The start of a task waits for it. Two attempts outlive one lost packet; a network that is not
# there is known after about seven seconds.
_PATIENCE = Config(
    connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2}
)

_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "403"})
_CREDENTIALS = frozenset(
    {
        *("ExpiredToken", "ExpiredTokenException", "InvalidAccessKeyId", "InvalidClientTokenId"),
        *("SignatureDoesNotMatch", "UnrecognizedClientException", "InvalidSignatureException"),
    }
)
_ABSENT = frozenset({"NoSuchKey", "NoSuchBucket", "NoSuchVersion", "404"})


class Aws:
    """AWS by botocore, with the credentials that the AWS SDK finds: a task's role, for example.

    The region is `AWS_REGION` or `AWS_DEFAULT_REGION` of `environment`, else that of the SDK's
    profile. Nothing is read and nobody asked before the first call.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._session: Session | None = None

    def object(self, bucket: str, key: str, version: str | None, most: int) -> bytes:
        """Return an object; see `AwsReader`."""
        place = f"s3://{bucket}/{key}"
        asked = {"Bucket": bucket, "Key": key}
        if version is not None:
            asked["VersionId"] = version
        try:
            answer: dict[str, Any] = self._client("s3").get_object(**asked)
            if answer["ContentLength"] > most:
                raise AwsRefused(
                    f"an object of {answer['ContentLength']} bytes",
                    f"write an object of at most {most} bytes",
                )
            body: bytes = answer["Body"].read()
        except (BotoCoreError, ClientError) as error:
            action = "s3:GetObject" if version is None else "s3:GetObjectVersion"
            raise _refused(error, f"{place} cannot be read", action) from error
        return body

    def secret(self, name: str) -> str | None:
        """Return the value of a secret; see `AwsReader`."""
        try:
            answer: dict[str, Any] = self._client("secretsmanager").get_secret_value(SecretId=name)
        except (BotoCoreError, ClientError) as error:
            if isinstance(error, ClientError) and _code(error) == "ResourceNotFoundException":
                return None
            raise _refused(
                error, f"secret {name} cannot be read", "secretsmanager:GetSecretValue"
            ) from error
        value = answer.get("SecretString")
        if value is None:
            raise AwsRefused(
                f"secret {name} is binary", f"write a text: ai-gateway aws secrets set {name}"
            )
        return value or None

    def _client(self, service: str) -> Any:  # noqa: ANN401  botocore makes clients' methods as it runs
        if self._session is None:
            session = Session()
            region = self._environment.get("AWS_REGION") or self._environment.get(
                "AWS_DEFAULT_REGION"
            )
            if region:
                session.set_config_variable("region", region)
            self._session = session
        client: BaseClient = self._session.create_client(service, config=_PATIENCE)
        return client


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _refused(error: BotoCoreError | ClientError, what: str, action: str) -> AwsRefused:
    why, next_step = _reason(error, action)
    return AwsRefused(f"{what}: {why}", next_step)


def _reason(error: BotoCoreError | ClientError, action: str) -> tuple[str, str]:
    """Return why, and what to do about it."""
    if isinstance(error, ClientError):
        return _answered(error, action)
    if isinstance(error, NoCredentialsError):
        return (
            "there are no AWS credentials",
            "run with a role, or set AWS_PROFILE or AWS_ACCESS_KEY_ID",
        )
    if isinstance(error, NoRegionError):
        return "no AWS region is set", "set AWS_REGION"
    if isinstance(error, UnreachableError | HTTPClientError):
        return (
            f"AWS cannot be reached ({type(error).__name__})",
            "check the network, the VPC endpoints of s3 and secretsmanager, and AWS_REGION",
        )
    return f"{type(error).__name__}: {error}", "check the AWS settings of this environment"


def _answered(error: ClientError, action: str) -> tuple[str, str]:
    code = _code(error)
    if code in _DENIED:
        return (
            f"AWS denied it ({code})",
            f"allow {action} to the gateway's role, and kms:Decrypt with the key that encrypts it",
        )
    if code in _CREDENTIALS:
        return f"AWS does not accept the credentials ({code})", "renew them"
    if code in _ABSENT:
        return f"it does not exist ({code})", "correct the name, or write it first"
    message = error.response.get("Error", {}).get("Message", "")
    return f"{code}: {message}", "do what AWS says"
