"""Looks for the usual mistakes in a deployment, one check for each."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from botocore.exceptions import BotoCoreError, ClientError

from ai_gateway.aws.images import has_image
from ai_gateway.aws.policy import lets_logs, named_models
from ai_gateway.aws.secrets import secret_statuses
from ai_gateway.aws.service import find_service, rollout_of, stopped_reasons, task_definition
from ai_gateway.aws.session import AwsFailed, AwsSession, Deployment, explain

Verdict: TypeAlias = Literal["ok", "note", "wrong", "unknown"]

_SOON = timedelta(days=30)


@dataclass(frozen=True)
class Finding:
    """What one check found; `next_step` says what to do unless all is well.

    `note` is what may well be meant, `unknown` what could not be looked at.
    """

    check: str
    verdict: Verdict
    found: str
    next_step: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What the checks need beside AWS.

    `fetch` returns the body of a URL or raises `OSError`; `certificate` is the certificate that
    the deployment's variables name, None where they name none; `secret_prefix` as in them.
    """

    fetch: Callable[[str], bytes]
    now: Callable[[], datetime]
    secret_prefix: str
    certificate: str | None = None


class Doctor:
    """Examines one deployment. Whatever cannot be looked at is a finding, and ends nothing."""

    def __init__(self, session: AwsSession, deployment: Deployment, around: Surroundings) -> None:
        self._session = session
        self._deployment = deployment
        self._around = around

    def examine(self) -> Iterator[Finding]:
        """Yield every finding, each check in its turn."""
        checks: dict[str, Callable[[], Iterator[Finding]]] = {
            "account": self._account,
            "secrets": self._secrets,
            "certificate": self._certificate,
            "log key": self._log_key,
            "JWKS": self._jwks,
            "images": self._images,
            "models": self._models,
            "service": self._service,
        }
        for name, check in checks.items():
            try:
                yield from check()
            except AwsFailed as failed:
                yield Finding(name, "unknown", str(failed))
            except (BotoCoreError, ClientError) as error:
                yield Finding(name, "unknown", explain(error))

    def _account(self) -> Iterator[Finding]:
        account = self._session.account()
        yield Finding("account", "ok", f"{account} in {self._session.region}")

    def _secrets(self) -> Iterator[Finding]:
        environment = self._deployment.environment
        for one in secret_statuses(self._session, self._around.secret_prefix):
            if one.state == "set":
                yield Finding("secrets", "ok", f"{one.secret} is set")
            elif one.state == "unset":
                yield Finding(
                    "secrets",
                    "note",
                    f"{one.secret} has no value: {one.provider} is not configured",
                    f"ai-gateway aws secrets set {one.provider} -e {environment}",
                )
            else:
                yield Finding(
                    "secrets",
                    "wrong",
                    f"{one.secret} does not exist",
                    f"ai-gateway aws deploy -e {environment}, or correct secret_prefix",
                )

    def _certificate(self) -> Iterator[Finding]:
        arn = self._around.certificate
        if arn is None:
            yield Finding(
                "certificate",
                "note",
                "none is named: callers' tokens travel in clear",
                "set certificate_arn",
            )
            return
        region = arn.split(":")[3]
        if region != self._session.region:
            yield Finding(
                "certificate",
                "wrong",
                f"{arn} is in {region}, the load balancer in {self._session.region}",
                f"request or import one in {self._session.region}",
            )
            return
        found: dict[str, Any] = self._session.client("acm").describe_certificate(
            CertificateArn=arn
        )["Certificate"]
        yield self._judged(found)

    def _judged(self, found: dict[str, Any]) -> Finding:
        name, state, ends = found["DomainName"], found["Status"], found.get("NotAfter")
        if state != "ISSUED":
            return Finding(
                "certificate",
                "wrong",
                f"the one for {name} is {state}",
                "write its validation record into the DNS zone, and wait until it is issued",
            )
        if ends is not None and ends - self._around.now() < _SOON:
            return Finding(
                "certificate",
                "wrong",
                f"the one for {name} ends on {ends:%Y-%m-%d}",
                "renew it: ACM renews those it validates by DNS while the record stands",
            )
        return Finding("certificate", "ok", f"the one for {name} is issued")

    def _log_key(self) -> Iterator[Finding]:
        groups: list[dict[str, Any]] = self._session.client("logs").describe_log_groups(
            logGroupNamePrefix=f"/ecs/{self._deployment.name}/"
        )["logGroups"]
        if not groups:
            yield Finding(
                "log key",
                "wrong",
                f"there are no log groups /ecs/{self._deployment.name}/…",
                f"ai-gateway aws deploy -e {self._deployment.environment}",
            )
        kms = self._session.client("kms")
        for group in groups:
            name, key = group["logGroupName"], group.get("kmsKeyId")
            if key is None:
                yield Finding("log key", "note", f"{name} has no key of its own", "deploy again")
                continue
            policy = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
            arn = group["arn"].removesuffix(":*")
            if any(
                lets_logs(statement, self._session.region, arn) for statement in policy["Statement"]
            ):
                yield Finding("log key", "ok", f"CloudWatch Logs may use the key of {name}")
            else:
                yield Finding(
                    "log key",
                    "wrong",
                    f"the key of {name} does not let logs.{self._session.region}.amazonaws.com "
                    "encrypt for it: nothing is logged",
                    "deploy again, or add the statement to the key's policy",
                )

    def _jwks(self) -> Iterator[Finding]:
        cognito = self._session.client("cognito-idp")
        pools: list[dict[str, Any]] = [
            pool
            for page in cognito.get_paginator("list_user_pools").paginate(
                PaginationConfig={"PageSize": 60}
            )
            for pool in page["UserPools"]
        ]
        pool = next((one["Id"] for one in pools if one["Name"] == self._deployment.name), None)
        if pool is None:
            yield Finding(
                "JWKS",
                "wrong",
                f"there is no user pool {self._deployment.name}",
                f"ai-gateway aws deploy -e {self._deployment.environment}",
            )
            return
        host = f"cognito-idp.{self._session.region}.amazonaws.com"
        url = f"https://{host}/{pool}/.well-known/jwks.json"
        try:
            keys = len(json.loads(self._around.fetch(url))["keys"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            yield Finding(
                "JWKS",
                "wrong",
                f"{url} cannot be read: {error}",
                "check the way out of this network; tasks need one to verify tokens",
            )
            return
        yield Finding("JWKS", "ok", f"{url} has {keys} keys")

    def _images(self) -> Iterator[Finding]:
        ecr = self._session.client("ecr")
        definition = task_definition(self._session, find_service(self._session, self._deployment))
        for container in definition["containerDefinitions"]:
            address, _, tag = container["image"].rpartition(":")
            repository = address.partition("/")[2]
            if has_image(ecr, repository, tag):
                yield Finding("images", "ok", f"{repository}:{tag} is there")
            else:
                yield Finding(
                    "images",
                    "wrong",
                    f"{repository}:{tag} is not in the registry",
                    f"ai-gateway aws image push -e {self._deployment.environment} "
                    f"{repository.rpartition('/')[2]}:{tag}",
                )

    def _models(self) -> Iterator[Finding]:
        definition = task_definition(self._session, find_service(self._session, self._deployment))
        role = definition["taskRoleArn"].rpartition("/")[2]
        policy = self._session.client("iam").get_role_policy(RoleName=role, PolicyName="gateway")
        bedrock = self._session.client("bedrock")
        for model in named_models(policy["PolicyDocument"], self._session.region):
            found: dict[str, Any] = bedrock.get_foundation_model_availability(modelId=model)
            lacks = [
                name
                for name, good in (
                    ("regionAvailability", "AVAILABLE"),
                    ("entitlementAvailability", "AVAILABLE"),
                    ("authorizationStatus", "AUTHORIZED"),
                )
                if found.get(name) != good
            ]
            lacks += [
                "agreementAvailability"
                for agreement in [found.get("agreementAvailability", {})]
                if agreement.get("status") != "AVAILABLE"
            ]
            if lacks:
                yield Finding(
                    "models",
                    "wrong",
                    f"{model} cannot be called: {', '.join(lacks)}",
                    "ask for access to it in the Bedrock console, page Model access",
                )
            else:
                yield Finding("models", "ok", f"{model} may be called")

    def _service(self) -> Iterator[Finding]:
        service = find_service(self._session, self._deployment)
        rollout = rollout_of(service)
        tasks = f"{rollout.running} of {rollout.desired} tasks run, deployment {rollout.state}"
        if rollout.running >= rollout.desired and rollout.state != "FAILED":
            yield Finding("service", "ok", tasks)
            return
        why = stopped_reasons(self._session, self._deployment)
        yield Finding(
            "service",
            "wrong",
            f"{tasks}. Tasks stopped: {'; '.join(why) or rollout.reason or 'none yet'}",
            f"read the log: aws logs tail /ecs/{self._deployment.name}/gateway",
        )
