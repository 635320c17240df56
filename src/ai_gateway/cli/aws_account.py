"""What all commands of `ai-gateway aws` share: which account is meant, how they answer and fail."""

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from botocore.exceptions import BotoCoreError, ClientError
from pydantic_core import to_jsonable_python

from ai_gateway.aws.deploy import Backend
from ai_gateway.aws.secrets import PREFIX
from ai_gateway.aws.session import AwsFailed, AwsSession, Deployment, explain
from ai_gateway.aws.variables import text_variables
from ai_gateway.cli.terminal import fail, output


@dataclass(frozen=True)
class Account:
    """What was said before the command: where the deployment is, and what it is made of."""

    project: str
    region: str | None
    state_bucket: str | None
    lock_table: str | None
    folder: Path
    environment: Mapping[str, str]

    def session(self) -> AwsSession:
        """Return a session; raises `AwsFailed`."""
        # The SDK reads AWS_DEFAULT_REGION alone; containers and other tools set AWS_REGION.
        return AwsSession(self.region or self.environment.get("AWS_REGION") or None)

    def deployment(self, environment: str) -> Deployment:
        """Return the deployment of that environment."""
        return Deployment(self.project, environment)

    def backend(self, environment: str) -> Backend:
        """Return where the state of that environment is."""
        return Backend(
            self.state_bucket or self.deployment(environment).state_bucket, self.lock_table
        )

    def variables(self, environment: str) -> dict[str, str]:
        """Return the variables of that environment that are plain texts."""
        return text_variables(self.folder, environment, self.environment)

    def secret_prefix(self, environment: str) -> str:
        """Return what the names of that environment's secrets begin with."""
        return self.variables(environment).get("secret_prefix", PREFIX)


def account_of(context: typer.Context) -> Account:
    """Return what was said before the command."""
    found: object = context.obj
    if not isinstance(found, Account):
        raise TypeError(f"the context of this command holds {type(found).__name__}, no Account")
    return found


@contextmanager
def failing_clearly() -> Generator[None]:
    """End the command with one sentence where AWS or the deployment refuses."""
    try:
        yield
    except AwsFailed as failed:
        fail(str(failed))
    except (BotoCoreError, ClientError) as error:
        fail(explain(error))


def print_json(value: object) -> None:
    """Write `value`, of data classes, as one JSON document on standard output."""
    output().print(json.dumps(to_jsonable_python(value), indent=2))
