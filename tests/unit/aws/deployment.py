"""A small deployment in the simulated account: what the commands look at, and no more."""

import json
from typing import Any

from tests.aws_account import ACCOUNT, REGION, AwsAccount

IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/ai-gateway-dev/gateway:0.1.0"
CONFIGURATION = "s3://config/gateway.yaml?versionId=1"
MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"


def balancer(account: AwsAccount, *, protected: bool = False) -> tuple[str, str]:
    """Make a load balancer with a target group; return the ARNs of both."""
    ec2, elb = account.client("ec2"), account.client("elbv2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{i}.0/24", AvailabilityZone=f"{REGION}{zone}")
        for i, zone in enumerate("ab")
    ]
    made = elb.create_load_balancer(
        Name="ai-gateway-dev", Subnets=[one["Subnet"]["SubnetId"] for one in subnets]
    )["LoadBalancers"][0]["LoadBalancerArn"]
    elb.modify_load_balancer_attributes(
        LoadBalancerArn=made,
        Attributes=[{"Key": "deletion_protection.enabled", "Value": str(protected).lower()}],
    )
    group = elb.create_target_group(
        Name="ai-gateway-dev", Protocol="HTTP", Port=8787, VpcId=vpc, TargetType="ip"
    )["TargetGroups"][0]["TargetGroupArn"]
    elb.create_listener(
        LoadBalancerArn=made,
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
    )
    elb.register_targets(TargetGroupArn=group, Targets=[{"Id": "10.0.0.9"}])
    return made, group


def service(account: AwsAccount, group: str | None = None, desired: int = 1) -> None:
    """Make the cluster, the task definition with its role, and the service."""
    iam, ecs = account.client("iam"), account.client("ecs")
    role = iam.create_role(RoleName="ai-gateway-dev-task", AssumeRolePolicyDocument="{}")["Role"]
    statement = {
        "Effect": "Allow",
        "Action": "bedrock:InvokeModel",
        "Resource": f"arn:aws:bedrock:{REGION}::foundation-model/{MODEL}",
    }
    iam.put_role_policy(
        RoleName="ai-gateway-dev-task",
        PolicyName="gateway",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    ecs.create_cluster(clusterName="ai-gateway-dev")
    ecs.register_task_definition(
        family="ai-gateway-dev",
        taskRoleArn=role["Arn"],
        containerDefinitions=[
            {
                "name": "gateway",
                "image": IMAGE,
                "memory": 256,
                "environment": [{"name": "AI_GATEWAY_CONFIG", "value": CONFIGURATION}],
            }
        ],
    )
    more: dict[str, Any] = {}
    if group is not None:
        more["loadBalancers"] = [
            {"targetGroupArn": group, "containerName": "gateway", "containerPort": 8787}
        ]
    ecs.create_service(
        cluster="ai-gateway-dev",
        serviceName="gateway",
        taskDefinition="ai-gateway-dev",
        desiredCount=desired,
        **more,
    )
