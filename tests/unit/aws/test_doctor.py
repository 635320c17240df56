"""The usual mistakes, each made on purpose and found."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ai_gateway.aws.doctor import Doctor, Finding, Surroundings
from ai_gateway.aws.session import AwsSession
from tests.aws_account import ACCOUNT, REGION, AwsAccount
from tests.unit.aws import deployment
from tests.unit.aws.clients import Told, ToldSession, always
from tests.unit.aws.conftest import DEV
from tests.unit.aws.test_images import REPOSITORY, put
from tests.unit.aws.test_service import STOPPED

NOW = datetime(2030, 1, 1, tzinfo=UTC)
GROUP = "/ecs/ai-gateway-dev/gateway"


def unreachable(url: str) -> bytes:
    raise OSError("timed out")


def answering(body: bytes) -> Callable[[str], bytes]:
    def fetch(url: str) -> bytes:
        return body

    return fetch


def around(
    certificate: str | None = None, fetch: Callable[[str], bytes] = unreachable
) -> Surroundings:
    return Surroundings(fetch, lambda: NOW, "ai-gateway", certificate)


def found(session: Any, check: str, surroundings: Surroundings | None = None) -> list[Finding]:
    examined = Doctor(session, DEV, surroundings or around()).examine()
    return [finding for finding in examined if finding.check == check]


def test_an_empty_account_is_examined_to_the_end(session: AwsSession):
    findings = list(Doctor(session, DEV, around()).examine())
    assert [finding.check for finding in findings] == [
        *("account", "secrets", "secrets", "secrets", "secrets", "certificate"),
        *("log key", "JWKS", "images", "models", "service"),
    ]
    assert findings[0] == Finding("account", "ok", f"{ACCOUNT} in {REGION}")
    assert {finding.verdict for finding in findings[1:]} == {"wrong", "note", "unknown"}
    assert all(finding.next_step or finding.verdict == "unknown" for finding in findings[1:])


def test_a_secret_without_a_value_is_a_note_and_one_that_is_missing_wrong(
    session: AwsSession, aws_account: AwsAccount
):
    secrets = aws_account.client("secretsmanager")
    secrets.create_secret(Name="ai-gateway/openai-api-key", SecretString="sk-1")
    secrets.create_secret(Name="ai-gateway/anthropic-api-key")
    openai, anthropic, google, _ = found(session, "secrets")
    assert (openai.verdict, anthropic.verdict, google.verdict) == ("ok", "note", "wrong")
    assert anthropic.next_step == "ai-gateway aws secrets set anthropic -e dev"


def test_a_certificate_in_another_region_is_found(session: AwsSession):
    arn = f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/x"
    (finding,) = found(session, "certificate", around(arn))
    assert finding.verdict == "wrong"
    assert "is in us-east-1, the load balancer in eu-west-1" in finding.found


@pytest.mark.parametrize(
    ("state", "days", "verdict", "says"),
    [
        ("ISSUED", 300, "ok", "the one for x.example is issued"),
        ("ISSUED", None, "ok", "is issued"),
        ("ISSUED", 10, "wrong", "the one for x.example ends on 2030-01-11"),
        ("PENDING_VALIDATION", 300, "wrong", "is PENDING_VALIDATION"),
    ],
)
def test_a_certificate_has_to_be_issued_and_to_last(
    state: str, days: int | None, verdict: str, says: str
):
    certificate = {"DomainName": "x.example", "Status": state}
    ends = {} if days is None else {"NotAfter": NOW + timedelta(days=days)}
    acm = Told(describe_certificate=always({"Certificate": {**certificate, **ends}}))
    doctor = Doctor(ToldSession({"acm": acm}), DEV, around(f"arn:aws:acm:{REGION}:1:c/x"))  # pyright: ignore[reportArgumentType]  # stands in
    (finding,) = doctor._certificate()
    assert (finding.verdict, says in finding.found) == (verdict, True)


@pytest.mark.parametrize(
    ("service", "verdict"),
    [(f"logs.{REGION}.amazonaws.com", "ok"), ("logs.amazonaws.com", "wrong")],
)
def test_a_key_that_shuts_cloudwatch_logs_out_is_found(
    session: AwsSession, aws_account: AwsAccount, service: str, verdict: str
):
    groups = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/ecs/ai-gateway-dev/*"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "kms:GenerateDataKey*",
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    key = aws_account.client("kms").create_key(Policy=policy)["KeyMetadata"]["Arn"]
    logs = aws_account.client("logs")
    logs.create_log_group(logGroupName=GROUP, kmsKeyId=key)
    logs.create_log_group(logGroupName="/ecs/ai-gateway-dev/plain")
    with_key, without = found(session, "log key")
    assert with_key.verdict == verdict
    assert (without.verdict, without.found) == (
        "note",
        "/ecs/ai-gateway-dev/plain has no key of its own",
    )


@pytest.mark.parametrize(
    ("fetch", "verdict", "says"),
    [
        (answering(b'{"keys": [1, 2]}'), "ok", "has 2 keys"),
        (unreachable, "wrong", "cannot be read: timed out"),
        (answering(b"<html>"), "wrong", "cannot be read"),
        (answering(b"[]"), "wrong", "cannot be read"),
    ],
)
def test_jwks_are_fetched_from_the_pool_of_the_deployment(
    session: AwsSession,
    aws_account: AwsAccount,
    fetch: Callable[[str], bytes],
    verdict: str,
    says: str,
):
    cognito = aws_account.client("cognito-idp")
    cognito.create_user_pool(PoolName="another")
    pool = cognito.create_user_pool(PoolName="ai-gateway-dev")["UserPool"]["Id"]
    (finding,) = found(session, "JWKS", around(fetch=fetch))
    url = f"https://cognito-idp.{REGION}.amazonaws.com/{pool}/.well-known/jwks.json"
    assert finding.verdict == verdict
    assert finding.found.startswith(url)
    assert says in finding.found


def test_an_image_that_is_not_in_the_registry_is_found(
    session: AwsSession, aws_account: AwsAccount
):
    deployment.service(aws_account)
    (missing,) = found(session, "images")
    assert (missing.verdict, missing.next_step) == (
        "wrong",
        "ai-gateway aws image push -e dev gateway:0.1.0",
    )
    ecr = aws_account.client("ecr")
    ecr.create_repository(repositoryName=REPOSITORY)
    put(ecr, "0.1.0")
    (there,) = found(session, "images")
    assert there.verdict == "ok"


AVAILABLE = {
    "regionAvailability": "AVAILABLE",
    "entitlementAvailability": "AVAILABLE",
    "authorizationStatus": "AUTHORIZED",
    "agreementAvailability": {"status": "AVAILABLE"},
}


@pytest.mark.parametrize(
    ("changed", "verdict", "says"),
    [
        ({}, "ok", f"{deployment.MODEL} may be called"),
        ({"authorizationStatus": "NOT_AUTHORIZED"}, "wrong", "called: authorizationStatus"),
        ({"agreementAvailability": {"status": "PENDING"}}, "wrong", "agreementAvailability"),
        ({"entitlementAvailability": None}, "wrong", "entitlementAvailability"),
    ],
)
def test_a_model_without_access_is_found(
    session: AwsSession,
    aws_account: AwsAccount,
    changed: dict[str, object],
    verdict: str,
    says: str,
):
    deployment.service(aws_account)
    asked: list[str] = []

    def availability(modelId: str) -> dict[str, object]:  # noqa: N803  AWS's own name
        asked.append(modelId)
        return {**AVAILABLE, **changed}

    bedrock = Told(get_foundation_model_availability=availability)

    class WithBedrock(ToldSession):
        def client(self, service: str, region: str | None = None) -> Any:
            return bedrock if service == "bedrock" else session.client(service)

    (finding,) = found(WithBedrock({}), "models")
    assert asked == [deployment.MODEL]
    assert (finding.verdict, says in finding.found) == (verdict, True)


@pytest.mark.parametrize(
    ("running", "state", "verdict"),
    [(2, "COMPLETED", "ok"), (1, "IN_PROGRESS", "wrong"), (2, "FAILED", "wrong")],
)
def test_tasks_that_stop_are_found_with_their_reason(running: int, state: str, verdict: str):
    deployed = {
        "status": "PRIMARY",
        "rolloutState": state,
        "desiredCount": 2,
        "runningCount": running,
    }
    service = {"status": "ACTIVE", "serviceName": "gateway", "deployments": [deployed]}
    ecs = Told(
        describe_services=always({"services": [service]}),
        list_tasks=always({"taskArns": ["arn"]}),
        describe_tasks=always({"tasks": STOPPED}),
    )
    (finding,) = Doctor(ToldSession({"ecs": ecs}), DEV, around())._service()  # pyright: ignore[reportArgumentType]  # stands in
    assert finding.verdict == verdict
    assert ("CannotPullContainerError" in finding.found) is (verdict == "wrong")


def test_what_aws_refuses_is_a_finding_too(session: AwsSession, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    findings = list(Doctor(AwsSession(REGION), DEV, around()).examine())
    assert findings[0].verdict == "unknown"
    assert "AWS cannot be asked" in findings[0].found
    assert len(findings) == 8
