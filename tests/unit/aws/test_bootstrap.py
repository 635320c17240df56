"""The place for Terraform's state."""

import json

import pytest
from botocore.exceptions import ClientError

from ai_gateway.aws.bootstrap import bootstrap
from ai_gateway.aws.session import AwsFailed, AwsSession
from tests.aws_account import REGION, AwsAccount
from tests.unit.aws.clients import Told, ToldSession, always, refusing

BUCKET, TABLE = "ai-gateway-tfstate-dev", "ai-gateway-locks"


def test_the_first_run_makes_everything_and_the_second_nothing(
    session: AwsSession, aws_account: AwsAccount
):
    first = list(bootstrap(session, BUCKET, TABLE, dry_run=False))
    assert [(step.what.removeprefix(f"bucket {BUCKET}"), step.state) for step in first] == [
        ("", "done"),
        (": no public access", "done"),
        (": versioned", "done"),
        (": encrypted with KMS", "done"),
        (": TLS only", "done"),
        (f"lock table {TABLE}", "done"),
    ]
    assert {step.state for step in bootstrap(session, BUCKET, TABLE, dry_run=False)} == {"present"}

    s3, here = aws_account.client("s3"), {"Bucket": BUCKET}
    assert s3.get_bucket_location(**here)["LocationConstraint"] == REGION
    assert s3.get_bucket_versioning(**here)["Status"] == "Enabled"
    blocked = s3.get_public_access_block(**here)["PublicAccessBlockConfiguration"]
    assert set(blocked.values()) == {True}
    rule = s3.get_bucket_encryption(**here)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    (statement,) = json.loads(s3.get_bucket_policy(**here)["Policy"])["Statement"]
    assert (statement["Effect"], statement["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )
    table = aws_account.client("dynamodb").describe_table(TableName=TABLE)["Table"]
    assert table["KeySchema"] == [{"AttributeName": "LockID", "KeyType": "HASH"}]
    assert table["DeletionProtectionEnabled"] is True


def test_what_somebody_changed_is_mended(session: AwsSession, aws_account: AwsAccount):
    list(bootstrap(session, BUCKET, None, dry_run=False))
    aws_account.client("s3").put_bucket_versioning(
        Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"}
    )
    steps = list(bootstrap(session, BUCKET, None, dry_run=False))
    assert [step.what for step in steps if step.state == "done"] == [f"bucket {BUCKET}: versioned"]


def test_a_dry_run_changes_nothing(session: AwsSession, aws_account: AwsAccount):
    steps = list(bootstrap(session, BUCKET, TABLE, dry_run=True))
    assert [step.state for step in steps] == ["planned"] * 6
    assert aws_account.client("s3").list_buckets()["Buckets"] == []
    assert aws_account.client("dynamodb").list_tables()["TableNames"] == []


def test_the_oldest_region_has_no_name_for_itself(aws_account: AwsAccount):
    list(bootstrap(AwsSession("us-east-1"), BUCKET, None, dry_run=False))
    assert aws_account.client("s3").head_bucket(Bucket=BUCKET)


@pytest.mark.parametrize("code", ["403", "301"])
def test_a_name_that_is_somebody_elses_is_said(code: str):
    meta = type("Meta", (), {"partition": "aws"})
    told = ToldSession({"s3": Told(head_bucket=refusing(code)), "sts": Told()})
    told.client("sts").__dict__["meta"] = meta
    with pytest.raises(AwsFailed, match="Choose another with --state-bucket"):
        list(bootstrap(told, BUCKET, None, dry_run=False))  # pyright: ignore[reportArgumentType]  # stands in


def test_any_other_refusal_is_awss_own():
    meta = type("Meta", (), {"partition": "aws"})
    s3 = Told(head_bucket=always({}), get_public_access_block=refusing("AccessDenied"))
    told = ToldSession({"s3": s3, "sts": Told()})
    told.client("sts").__dict__["meta"] = meta
    with pytest.raises(ClientError, match="AccessDenied"):
        list(bootstrap(told, BUCKET, None, dry_run=False))  # pyright: ignore[reportArgumentType]  # stands in
    told.client("s3").__dict__["head_bucket"] = refusing("500")
    with pytest.raises(ClientError, match="500"):
        list(bootstrap(told, BUCKET, None, dry_run=False))  # pyright: ignore[reportArgumentType]  # stands in
    told = ToldSession(
        {"s3": s3, "sts": told.client("sts"), "dynamodb": Told(describe_table=refusing("Slow"))}
    )
    s3.__dict__.update(
        head_bucket=always({}),
        get_public_access_block=refusing("NoSuchPublicAccessBlockConfiguration"),
        get_bucket_versioning=always({}),
        get_bucket_encryption=always({}),
        get_bucket_policy=always({}),
    )
    with pytest.raises(ClientError, match="Slow"):
        list(bootstrap(told, BUCKET, TABLE, dry_run=True))  # pyright: ignore[reportArgumentType]  # stands in
