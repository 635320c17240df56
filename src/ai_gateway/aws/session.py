"""An AWS account as the command line reaches it, and what is said where AWS refuses."""

from dataclasses import dataclass
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

try:
    import boto3
except ImportError:  # a plain gateway is installed without it
    boto3 = None

# A person waits: two attempts, and nobody there is known after ten seconds.
_PATIENCE = Config(
    connect_timeout=5, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 2}
)

_AGAIN = "sign in again, or renew the credentials"
_ADVICE = {
    "AccessDenied": "allow it to whoever you are: aws sts get-caller-identity",
    "AccessDeniedException": "allow it to whoever you are: aws sts get-caller-identity",
    "UnauthorizedOperation": "allow it to whoever you are: aws sts get-caller-identity",
    "ExpiredToken": _AGAIN,
    "ExpiredTokenException": _AGAIN,
    "InvalidClientTokenId": _AGAIN,
    "UnrecognizedClientException": _AGAIN,
}


class AwsFailed(Exception):
    """What was asked for cannot be done; the message says why and what to do."""


@dataclass(frozen=True)
class Deployment:
    """Which deployment is meant: all names within an account follow from it."""

    project: str
    environment: str

    @property
    def name(self) -> str:
        """Name of the cluster and the task family, and prefix of every other name."""
        return f"{self.project}-{self.environment}"

    @property
    def state_bucket(self) -> str:
        """Bucket that holds Terraform's state, unless another is named."""
        return f"{self.project}-tfstate-{self.environment}"


class AwsSession:
    """Clients for one account and region, with the credentials that AWS's own tools would use.

    Raises `AwsFailed` where boto3 is not installed or no region is known.
    """

    def __init__(self, region: str | None = None) -> None:
        if boto3 is None:
            raise AwsFailed(
                "The AWS commands need boto3, which a plain gateway does without. "
                "Install it: python -m pip install 'ai-gateway[aws]'"
            )
        try:
            self._session: Any = boto3.Session(region_name=region)
        except BotoCoreError as error:
            raise AwsFailed(explain(error)) from error
        found: str | None = self._session.region_name
        if found is None:
            raise AwsFailed("No AWS region is set. Give --region, or set AWS_REGION.")
        self.region = found

    def client(self, service: str, region: str | None = None) -> Any:  # noqa: ANN401  made at run time
        """Return a client of `service`, in the session's region unless another is named."""
        return self._session.client(service, region_name=region or self.region, config=_PATIENCE)

    def account(self) -> str:
        """Return the twelve digits of the account."""
        identity: dict[str, Any] = self.client("sts").get_caller_identity()
        return str(identity["Account"])


def code_of(error: ClientError) -> str:
    """Return AWS's own name for what went wrong."""
    return str(error.response.get("Error", {}).get("Code", ""))


def explain(error: BotoCoreError | ClientError) -> str:
    """Return what AWS or its SDK refused and what to do, in a sentence."""
    if isinstance(error, ClientError):
        code = code_of(error)
        message = error.response.get("Error", {}).get("Message", "")
        advice = _ADVICE.get(code)
        said = f"AWS refused {error.operation_name} ({code}): {message}"
        return said if advice is None else f"{said.rstrip('.')}. {advice.capitalize()}."
    if isinstance(error, NoCredentialsError):
        return "There are no AWS credentials. Set AWS_PROFILE, or sign in: aws sso login."
    if isinstance(error, NoRegionError):
        return "No AWS region is set. Give --region, or set AWS_REGION."
    return f"AWS cannot be asked: {error}"
