"""What runs now."""

import pytest

from ai_gateway.aws.session import AwsFailed, AwsSession
from ai_gateway.aws.status import status
from tests.aws_account import REGION, AwsAccount
from tests.unit.aws import deployment
from tests.unit.aws.conftest import DEV


def test_the_status_is_of_service_targets_and_alarms(session: AwsSession, aws_account: AwsAccount):
    _, group = deployment.balancer(aws_account)
    deployment.service(aws_account, group)
    cloudwatch = aws_account.client("cloudwatch")
    for name in ("ai-gateway-dev-5xx", "ai-gateway-dev-p99", "other-dev-5xx"):
        cloudwatch.put_metric_alarm(
            AlarmName=name,
            MetricName="m",
            Namespace="n",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            Statistic="Sum",
            ComparisonOperator="GreaterThanThreshold",
        )
    for name in ("ai-gateway-dev-5xx", "other-dev-5xx"):
        cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="it is")
    found = status(session, DEV)
    assert (found.service, found.region) == ("ai-gateway-dev/gateway", REGION)
    assert found.task_definition == "ai-gateway-dev:1"
    assert found.images == {"gateway": deployment.IMAGE}
    assert found.configuration == deployment.CONFIGURATION
    assert found.targets == {"healthy": 1}
    assert found.alarms == ["ai-gateway-dev-5xx"]
    assert found.address is not None
    assert found.address.startswith("http://ai-gateway-dev-")


def test_a_certificate_makes_the_address_one_of_https(session: AwsSession, aws_account: AwsAccount):
    arn, group = deployment.balancer(aws_account)
    deployment.service(aws_account, group)
    certificate = aws_account.client("acm").request_certificate(DomainName="x.example")
    aws_account.client("elbv2").create_listener(
        LoadBalancerArn=arn,
        Protocol="HTTPS",
        Port=443,
        Certificates=[{"CertificateArn": certificate["CertificateArn"]}],
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
    )
    address = status(session, DEV).address
    assert address is not None
    assert address.startswith("https://")


def test_a_service_behind_nothing_has_no_address(session: AwsSession, aws_account: AwsAccount):
    deployment.service(aws_account)
    assert (status(session, DEV).address, status(session, DEV).targets) == (None, {})


def test_a_target_group_behind_nothing_has_no_address(session: AwsSession, aws_account: AwsAccount):
    vpc = aws_account.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    group = aws_account.client("elbv2").create_target_group(
        Name="g", Protocol="HTTP", Port=8787, VpcId=vpc, TargetType="ip"
    )["TargetGroups"][0]["TargetGroupArn"]
    deployment.service(aws_account, group)
    assert status(session, DEV).address is None


def test_where_nothing_runs_it_says_so(session: AwsSession):
    with pytest.raises(AwsFailed, match="There is no service gateway"):
        status(session, DEV)
