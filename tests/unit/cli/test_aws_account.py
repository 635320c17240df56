"""What all commands of `ai-gateway aws` share."""

import json
from pathlib import Path

import pytest
import typer
from botocore.exceptions import NoCredentialsError
from pydantic import BaseModel

from ai_gateway.aws.deploy import Backend
from ai_gateway.aws.session import AwsFailed
from ai_gateway.aws.step import Step
from ai_gateway.cli.aws import aws
from ai_gateway.cli.aws_account import Account, account_of, failing_clearly, print_json
from tests.aws_account import AwsAccount


def account(folder: Path = Path(), **environment: str) -> Account:
    return Account("acme", None, None, None, folder, environment)


def test_the_region_is_of_the_environment_where_none_is_said(aws_account: AwsAccount):
    assert account(AWS_REGION="eu-north-1").session().region == "eu-north-1"
    said = Account("acme", "us-west-2", None, None, Path(), {"AWS_REGION": "eu-north-1"})
    assert said.session().region == "us-west-2"


def test_the_state_is_in_a_bucket_of_its_environment_unless_another_is_said():
    assert account().backend("qa") == Backend("acme-tfstate-qa", None)
    said = Account("acme", None, "mine", "locks", Path(), {})
    assert said.backend("qa") == Backend("mine", "locks")


def test_secrets_are_named_as_the_deployment_says(tmp_path: Path):
    assert account(tmp_path).secret_prefix("dev") == "ai-gateway"
    assert account(tmp_path, TF_VAR_secret_prefix="p").secret_prefix("dev") == "p"


def test_a_context_without_an_account_is_a_bug():
    with pytest.raises(TypeError, match="holds NoneType, no Account"):
        account_of(typer.Context(typer.main.get_group(aws)))


@pytest.mark.parametrize(
    ("error", "says"),
    [(AwsFailed("It is so."), "It is so."), (NoCredentialsError(), "There are no AWS credentials")],
)
def test_a_refusal_ends_the_command_with_one_sentence(
    capsys: pytest.CaptureFixture[str], error: Exception, says: str
):
    with pytest.raises(typer.Exit) as ended, failing_clearly():
        raise error
    assert ended.value.exit_code == 1
    assert says in capsys.readouterr().err


def test_values_are_one_document(capsys: pytest.CaptureFixture[str]):
    class Model(BaseModel):
        path: Path = Path("x")

    print_json([Step("a" * 200, "done"), Model()])
    assert json.loads(capsys.readouterr().out) == [
        {"what": "a" * 200, "state": "done"},
        {"path": "x"},
    ]
