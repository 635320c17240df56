"""Images in the deployment's registry."""

import hashlib
import json

import pytest
from botocore.exceptions import ClientError

from ai_gateway.aws.copier import Login
from ai_gateway.aws.images import has_image, push, repository_of, source_of
from ai_gateway.aws.session import AwsFailed, AwsSession, Deployment
from tests.aws_account import ACCOUNT, REGION, AwsAccount
from tests.unit.aws.clients import Told, refusing

REPOSITORY = "ai-gateway-dev/gateway"
ADDRESS = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{REPOSITORY}:1"


class Copies:
    """A copier that has images of `platforms` and puts what it copies into the account."""

    tool = "copies"

    def __init__(self, account: AwsAccount, *platforms: str, keeps: bool = False) -> None:
        self._ecr = account.client("ecr")
        self._platforms = platforms
        self._keeps = keeps
        self.copied: list[tuple[str, str, Login]] = []

    def platforms(self, image: str) -> tuple[str, ...]:
        return self._platforms

    def copy(self, source: str, destination: str, login: Login) -> None:
        self.copied.append((source, destination, login))
        if not self._keeps:
            put(self._ecr, destination.rpartition(":")[2])


def put(ecr: object, tag: str) -> None:
    config = hashlib.sha256(tag.encode()).hexdigest()
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "config": {"digest": f"sha256:{config}", "size": 1},
        "layers": [],
    }
    ecr.put_image(  # pyright: ignore[reportAttributeAccessIssue]  # a client has no type
        repositoryName=REPOSITORY, imageManifest=json.dumps(manifest), imageTag=tag
    )


@pytest.fixture
def repository(aws_account: AwsAccount) -> None:
    aws_account.client("ecr").create_repository(repositoryName=REPOSITORY)


BOTH = ("linux/amd64", "linux/arm64", "unknown/unknown")


@pytest.mark.usefixtures("repository")
def test_an_image_is_copied_once(session: AwsSession, aws_account: AwsAccount):
    copier = Copies(aws_account, *BOTH)
    pushed = push(session, copier, REPOSITORY, "up/stream:1", "1", dry_run=False)  # pyright: ignore[reportArgumentType]  # stands in
    assert (pushed.source, pushed.destination, pushed.state) == ("up/stream:1", ADDRESS, "done")
    again = push(session, copier, REPOSITORY, "up/stream:1", "1", dry_run=False)  # pyright: ignore[reportArgumentType]  # stands in
    assert again.state == "present"
    ((source, destination, login),) = copier.copied
    assert (source, destination) == ("up/stream:1", ADDRESS)
    assert (login.registry, login.user) == (ADDRESS.partition("/")[0], "AWS")


@pytest.mark.usefixtures("repository")
def test_a_dry_run_copies_nothing(session: AwsSession, aws_account: AwsAccount):
    copier = Copies(aws_account, *BOTH)
    assert push(session, copier, REPOSITORY, "s:1", "1", dry_run=True).state == "planned"  # pyright: ignore[reportArgumentType]  # stands in
    assert copier.copied == []


@pytest.mark.usefixtures("repository")
def test_an_image_without_an_architecture_is_refused(session: AwsSession, aws_account: AwsAccount):
    copier = Copies(aws_account, "linux/amd64")
    with pytest.raises(AwsFailed, match=r"s:1 is not there for linux/arm64\. Publish it for"):
        push(session, copier, REPOSITORY, "s:1", "1", dry_run=False)  # pyright: ignore[reportArgumentType]  # stands in
    assert copier.copied == []


@pytest.mark.usefixtures("repository")
def test_a_copy_that_did_not_arrive_is_said(session: AwsSession, aws_account: AwsAccount):
    copier = Copies(aws_account, *BOTH, keeps=True)
    with pytest.raises(AwsFailed, match=r"copies said that it copied .*:1, and it is not there"):
        push(session, copier, REPOSITORY, "s:1", "1", dry_run=False)  # pyright: ignore[reportArgumentType]  # stands in


def test_without_a_repository_it_says_who_makes_it(session: AwsSession, aws_account: AwsAccount):
    with pytest.raises(AwsFailed, match="There is no repository ai-gateway-dev/gateway in eu-west"):
        push(session, Copies(aws_account), REPOSITORY, "s:1", "1", dry_run=True)  # pyright: ignore[reportArgumentType]  # stands in


def test_what_others_make_has_a_place_and_what_is_yours_needs_one():
    assert source_of("portkey", None, "1.15.2") == "docker.io/portkeyai/gateway:1.15.2"
    assert source_of("gateway", "mine:2", "1") == "mine:2"
    with pytest.raises(AwsFailed, match="Name it with --from"):
        source_of("gateway", None, "1")


def test_a_repository_is_named_by_deployment_and_image():
    assert repository_of(Deployment("ai-gateway", "dev"), "gateway") == REPOSITORY


def test_any_other_refusal_is_awss_own():
    with pytest.raises(ClientError, match="Denied"):
        has_image(Told(describe_images=refusing("Denied")), "r", "1")
