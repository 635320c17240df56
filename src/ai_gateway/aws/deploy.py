"""Deploys: the repositories first, then everything, then the wait until the service is stable."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from ai_gateway.aws.images import has_image, repository_of
from ai_gateway.aws.service import Rollout, rollouts
from ai_gateway.aws.session import AwsFailed, AwsSession, Deployment, code_of
from ai_gateway.aws.terraform import Plan, Terraform

_REPOSITORIES = ("module.compute.aws_ecr_repository.this",)

_LOOKS = 400
"""Looks at the service, five seconds apart: half an hour, twice the usual deregistration delay."""


@dataclass(frozen=True)
class Backend:
    """Where the state is: the bucket, and the lock table for those who have one."""

    bucket: str
    table: str | None = None


class Deployer:
    """Makes a deployment what its files say, and takes it away.

    `confirm` is asked before anything changes and shown the plan; where it says no, `AwsFailed`
    is raised.
    """

    def __init__(
        self,
        session: AwsSession,
        deployment: Deployment,
        terraform: Terraform,
        confirm: Callable[[Plan], bool],
    ) -> None:
        self._session = session
        self._deployment = deployment
        self._terraform = terraform
        self._confirm = confirm

    def deploy(self, backend: Backend, *, dry_run: bool) -> Plan:
        """Plan, and unless it is a dry run apply; return the plan.

        The first time there are no repositories yet, so they are made alone, and it ends by
        saying which images they lack: a service whose images are missing would fail.
        """
        self._init(backend)
        if not self._has_repositories():
            plan = self._terraform.plan(targets=_REPOSITORIES)
            if dry_run:
                return plan
            self._apply(plan)
        plan = self._terraform.plan()
        self._require_images(self._terraform.planned_tags(plan))
        if not dry_run:
            self._apply(plan)
        return plan

    def destroy(self, backend: Backend, *, dry_run: bool) -> Plan:
        """Take everything away but the bucket of the state; a dry run says what."""
        if not dry_run:
            self._require_unprotected()
        self._init(backend)
        plan = self._terraform.plan(destroy=True)
        if not dry_run:
            self._apply(plan)
        return plan

    def stabilise(self, pause: Callable[[], None]) -> Iterator[Rollout]:
        """Yield how far the service is until it is stable; see `rollouts`."""
        return rollouts(self._session, self._deployment, pause, _LOOKS)

    def _init(self, backend: Backend) -> None:
        try:
            self._session.client("s3").head_bucket(Bucket=backend.bucket)
        except ClientError as error:
            if code_of(error) != "404":
                raise
            raise AwsFailed(
                f"There is no bucket {backend.bucket} for the state. Make it: "
                f"ai-gateway aws bootstrap -e {self._deployment.environment}"
            ) from error
        self._terraform.init(backend.bucket, self._session.region, backend.table)

    def _apply(self, plan: Plan) -> None:
        if plan.empty:
            return
        if not self._confirm(plan):
            raise AwsFailed("Nothing was changed.")
        self._terraform.apply(plan)

    def _has_repositories(self) -> bool:
        name = repository_of(self._deployment, "gateway")
        try:
            self._session.client("ecr").describe_repositories(repositoryNames=[name])
        except ClientError as error:
            if code_of(error) == "RepositoryNotFoundException":
                return False
            raise
        return True

    def _require_images(self, tags: Mapping[str, str]) -> None:
        ecr = self._session.client("ecr")
        missing = [
            f"{image}:{tag}"
            for image, tag in tags.items()
            if not has_image(ecr, repository_of(self._deployment, image), tag)
        ]
        if missing:
            lines = "\n".join(
                f"  ai-gateway aws image push -e {self._deployment.environment} {one}"
                for one in missing
            )
            raise AwsFailed(f"These images are not in the repositories yet. Push them:\n{lines}")

    def _require_unprotected(self) -> None:
        elb = self._session.client("elbv2")
        try:
            found = elb.describe_load_balancers(Names=[self._deployment.name])["LoadBalancers"]
        except ClientError as error:
            if "NotFound" in code_of(error):
                return
            raise
        for balancer in found:
            attributes: list[dict[str, Any]] = elb.describe_load_balancer_attributes(
                LoadBalancerArn=balancer["LoadBalancerArn"]
            )["Attributes"]
            if {"Key": "deletion_protection.enabled", "Value": "true"} in attributes:
                raise AwsFailed(
                    f"{self._deployment.name} is protected from deletion. Set "
                    "`deletion_protection = false` in its tfvars, deploy, then destroy."
                )
