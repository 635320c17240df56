"""The order of a deployment: repositories, images, everything; and what stops it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ai_gateway.aws.deploy import Backend, Deployer
from ai_gateway.aws.session import AwsFailed, AwsSession
from ai_gateway.aws.terraform import Plan
from tests.aws_account import AwsAccount
from tests.unit.aws import deployment
from tests.unit.aws.clients import Told, ToldSession, always, refusing
from tests.unit.aws.conftest import DEV
from tests.unit.aws.test_images import put

BACKEND = Backend("ai-gateway-tfstate-dev", "locks")
REPOSITORY = "ai-gateway-dev/gateway"


class NotedTerraform:
    """Notes what is asked of it; `tags` are those of its plan."""

    def __init__(
        self, account: AwsAccount, tags: Mapping[str, str] | None = None, changes: int = 3
    ) -> None:
        self._account = account
        self._tags = tags or {}
        self._changes = changes
        self.asked: list[str] = []

    def init(self, bucket: str, region: str, table: str | None) -> None:
        self.asked.append(f"init {bucket} {region} {table}")

    def plan(self, *, destroy: bool = False, targets: Sequence[str] = ()) -> Plan:
        self.asked.append(f"plan{' destroy' * destroy} {' '.join(targets)}".strip())
        return Plan(Path(targets[0] if targets else "all"), self._changes, 0, 0)

    def planned_tags(self, plan: Plan) -> Mapping[str, str]:
        return self._tags

    def apply(self, plan: Plan) -> None:
        self.asked.append(f"apply {plan.path}")
        if plan.path.name != "all":
            self._account.client("ecr").create_repository(repositoryName=REPOSITORY)


INIT = "init ai-gateway-tfstate-dev eu-west-1 locks"
TARGET = "module.compute.aws_ecr_repository.this"


@pytest.fixture
def bucket(aws_account: AwsAccount) -> None:
    aws_account.client("s3", "us-east-1").create_bucket(Bucket=BACKEND.bucket)


def deployer(session: AwsSession, terraform: NotedTerraform, *, agreed: bool = True) -> Deployer:
    return Deployer(session, DEV, terraform, lambda plan: agreed)  # pyright: ignore[reportArgumentType]  # stands in


@pytest.mark.usefixtures("bucket")
def test_the_first_time_it_makes_the_repositories_and_names_the_images_they_lack(
    session: AwsSession, aws_account: AwsAccount
):
    terraform = NotedTerraform(aws_account, {"gateway": "0.1.0"})
    with pytest.raises(AwsFailed, match=r"image push -e dev gateway:0\.1\.0"):
        deployer(session, terraform).deploy(BACKEND, dry_run=False)
    assert terraform.asked == [INIT, f"plan {TARGET}", f"apply {TARGET}", "plan"]
    put(aws_account.client("ecr"), "0.1.0")
    terraform.asked.clear()
    assert deployer(session, terraform).deploy(BACKEND, dry_run=False).total == 3
    assert terraform.asked == [INIT, "plan", "apply all"]


@pytest.mark.usefixtures("bucket")
def test_a_dry_run_applies_nothing(session: AwsSession, aws_account: AwsAccount):
    terraform = NotedTerraform(aws_account)
    deployer(session, terraform).deploy(BACKEND, dry_run=True)
    assert terraform.asked == [INIT, f"plan {TARGET}"]
    aws_account.client("ecr").create_repository(repositoryName=REPOSITORY)
    deployer(session, terraform).deploy(BACKEND, dry_run=True)
    deployer(session, terraform).destroy(BACKEND, dry_run=True)
    assert terraform.asked[2:] == [INIT, "plan", INIT, "plan destroy"]


@pytest.mark.usefixtures("bucket")
def test_who_does_not_agree_changes_nothing(session: AwsSession, aws_account: AwsAccount):
    aws_account.client("ecr").create_repository(repositoryName=REPOSITORY)
    terraform = NotedTerraform(aws_account)
    with pytest.raises(AwsFailed, match="Nothing was changed"):
        deployer(session, terraform, agreed=False).deploy(BACKEND, dry_run=False)
    assert terraform.asked == [INIT, "plan"]
    # Where there is nothing to do there is nothing to ask.
    empty = NotedTerraform(aws_account, changes=0)
    deployer(session, empty, agreed=False).deploy(BACKEND, dry_run=False)
    assert empty.asked == [INIT, "plan"]


def test_without_a_bucket_for_the_state_it_says_how_to_make_one(
    session: AwsSession, aws_account: AwsAccount
):
    with pytest.raises(AwsFailed, match="Make it: ai-gateway aws bootstrap -e dev"):
        deployer(session, NotedTerraform(aws_account)).deploy(BACKEND, dry_run=True)


@pytest.mark.usefixtures("bucket")
def test_what_is_protected_is_not_destroyed(session: AwsSession, aws_account: AwsAccount):
    deployment.balancer(aws_account, protected=True)
    terraform = NotedTerraform(aws_account)
    with pytest.raises(AwsFailed, match=r"Set `deletion_protection = false` in its tfvars"):
        deployer(session, terraform).destroy(BACKEND, dry_run=False)
    assert terraform.asked == []


@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize("balanced", [True, False])
def test_what_is_not_protected_is(session: AwsSession, aws_account: AwsAccount, balanced: bool):
    if balanced:
        deployment.balancer(aws_account)
    terraform = NotedTerraform(aws_account)
    deployer(session, terraform).destroy(BACKEND, dry_run=False)
    assert terraform.asked == [INIT, "plan destroy", "apply all"]


def test_it_waits_for_its_own_service(session: AwsSession, aws_account: AwsAccount):
    with pytest.raises(AwsFailed, match="There is no service"):
        list(deployer(session, NotedTerraform(aws_account)).stabilise(lambda: None))


def test_any_other_refusal_is_awss_own(aws_account: AwsAccount):
    s3 = Told(head_bucket=always({}))
    denied: Any = ToldSession(
        {
            "s3": s3,
            "ecr": Told(describe_repositories=refusing("Denied")),
            "elbv2": Told(describe_load_balancers=refusing("Denied")),
        }
    )
    made = deployer(denied, NotedTerraform(aws_account))
    for work in (made.deploy, made.destroy):
        with pytest.raises(ClientError, match="Denied"):
            work(BACKEND, dry_run=False)
    s3.__dict__["head_bucket"] = refusing("403")
    with pytest.raises(ClientError, match="403"):
        made.deploy(BACKEND, dry_run=True)
