"""Objects and secrets of an AWS account, and what is said where AWS does not give them."""

import http.server
import threading
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from ai_gateway.config.aws import Aws
from ai_gateway.config.aws_reader import AwsRefused
from tests.aws_account import REGION, AwsAccount

MOST = 1000


@pytest.fixture
def aws(aws_account: AwsAccount) -> Aws:
    return Aws(aws_account.environment)


def bucket(account: AwsAccount) -> str:
    s3 = account.client("s3")
    s3.create_bucket(Bucket="config", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket="config", VersioningConfiguration={"Status": "Enabled"})
    return "config"


def test_an_object_comes_in_the_version_that_is_named_or_the_newest(
    aws: Aws, aws_account: AwsAccount
):
    name, s3 = bucket(aws_account), aws_account.client("s3")
    first = s3.put_object(Bucket=name, Key="a/b.yaml", Body=b"one")["VersionId"]
    s3.put_object(Bucket=name, Key="a/b.yaml", Body=b"two")
    assert aws.object(name, "a/b.yaml", first, MOST) == b"one"
    assert aws.object(name, "a/b.yaml", None, MOST) == b"two"


def test_an_object_that_is_too_large_is_not_read(aws: Aws, aws_account: AwsAccount):
    name = bucket(aws_account)
    aws_account.client("s3").put_object(Bucket=name, Key="k", Body=b"x" * (MOST + 1))
    with pytest.raises(AwsRefused, match="an object of 1001 bytes; write an object of at most"):
        aws.object(name, "k", None, MOST)


@pytest.mark.parametrize(
    ("key", "version", "says"),
    [("missing", None, "NoSuchKey"), ("there", "no-version", "does not exist|NoSuchVersion")],
)
def test_an_object_that_is_not_there_is_named(
    aws: Aws, aws_account: AwsAccount, key: str, version: str | None, says: str
):
    name = bucket(aws_account)
    aws_account.client("s3").put_object(Bucket=name, Key="there", Body=b"x")
    with pytest.raises(AwsRefused, match=says) as raised:
        aws.object(name, key, version, MOST)
    assert raised.value.found.startswith(f"s3://config/{key} cannot be read")


def test_a_secret_has_its_value_or_none(aws: Aws, aws_account: AwsAccount):
    secrets = aws_account.client("secretsmanager")
    secrets.create_secret(Name="team/key", SecretString="sk-1")
    secrets.create_secret(Name="created/only")
    assert aws.secret("team/key") == "sk-1"
    assert aws.secret("created/only") is None
    assert aws.secret("nowhere") is None


def test_a_binary_secret_is_refused(aws: Aws, aws_account: AwsAccount):
    aws_account.client("secretsmanager").create_secret(Name="b", SecretBinary=b"\x00")
    with pytest.raises(AwsRefused, match="secret b is binary"):
        aws.secret("b")


@contextmanager
def answering(status: int, body: bytes) -> Generator[str]:
    """Answer every request in this one way, as moto cannot."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("AccessDeniedException", r"AWS denied it .*allow secretsmanager:GetSecretValue .*kms:Dec"),
        ("ExpiredTokenException", "does not accept the credentials .*renew them"),
        ("InvalidRequestException", "InvalidRequestException: marked for deletion"),
    ],
)
def test_a_refusal_says_what_to_do(
    aws_account: AwsAccount, monkeypatch: pytest.MonkeyPatch, code: str, says: str
):
    body = f'{{"__type": "{code}", "message": "marked for deletion"}}'.encode()
    with answering(400, body) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        with pytest.raises(AwsRefused, match=says):
            Aws(aws_account.environment).secret("s")


def test_a_network_that_is_not_there_is_told_apart(aws: Aws, monkeypatch: pytest.MonkeyPatch):
    # Nobody listens on port 1.
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(AwsRefused, match=r"AWS cannot be reached .*check the network"):
        aws.secret("s")


def test_missing_credentials_and_a_missing_region_are_told_apart(
    aws_account: AwsAccount, monkeypatch: pytest.MonkeyPatch
):
    without_region = {**aws_account.environment, "AWS_REGION": ""}
    with pytest.raises(AwsRefused, match="no AWS region is set; set AWS_REGION"):
        Aws(without_region).secret("s")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(AwsRefused, match="there are no AWS credentials; run with a role"):
        Aws(aws_account.environment).secret("s")


def test_any_other_fault_of_the_sdk_is_named(aws: Aws, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(AwsRefused, match="ProfileNotFound"):
        aws.secret("s")
