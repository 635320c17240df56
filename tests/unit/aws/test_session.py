"""Sessions, names, and what is said where AWS refuses."""

import pytest
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
)

from ai_gateway.aws import session as module
from ai_gateway.aws.session import AwsFailed, AwsSession, Deployment, code_of, explain
from tests.aws_account import ACCOUNT, REGION, AwsAccount


def test_names_follow_from_project_and_environment():
    deployment = Deployment("acme-llm", "prod")
    assert (deployment.name, deployment.state_bucket) == ("acme-llm-prod", "acme-llm-tfstate-prod")


def test_a_session_is_in_one_account_and_region(session: AwsSession):
    assert session.account() == ACCOUNT
    assert session.client("s3").meta.region_name == REGION
    assert session.client("s3", "us-east-1").meta.region_name == "us-east-1"


def test_without_a_region_it_says_how_to_give_one(aws_account: AwsAccount):
    with pytest.raises(AwsFailed, match="Give --region, or set AWS_REGION"):
        AwsSession()


def test_a_profile_that_does_not_exist_is_named(
    aws_account: AwsAccount, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(AwsFailed, match="nobody"):
        AwsSession(REGION)


def test_without_boto3_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "boto3", None)
    with pytest.raises(AwsFailed, match=r"python -m pip install 'ai-gateway\[aws\]'"):
        AwsSession(REGION)


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "It is so."}}, "PutItem")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (refusal("AccessDenied"), "AWS refused PutItem (AccessDenied): It is so. Allow it to"),
        (refusal("ExpiredToken"), "(ExpiredToken): It is so. Sign in again"),
        (refusal("Other"), "AWS refused PutItem (Other): It is so."),
        (NoCredentialsError(), "There are no AWS credentials. Set AWS_PROFILE"),
        (NoRegionError(), "Give --region"),
        (EndpointConnectionError(endpoint_url="https://x"), "AWS cannot be asked: Could not conn"),
    ],
)
def test_every_refusal_is_a_sentence(error: Exception, says: str):
    assert says in explain(error)  # pyright: ignore[reportArgumentType]  # each is one of the two


def test_a_code_is_awss_own():
    assert code_of(refusal("Other")) == "Other"
