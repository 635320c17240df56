"""The deployed system as the account tells it: one read for each box that others stand on."""

import json
from functools import cached_property
from typing import Any

import yaml

from tests.infrastructure.cloud.account import Account
from tests.infrastructure.network import Network, Place


class System:
    """Reads by the names that the deployment gives; whatever is not there raises."""

    def __init__(self, account: Account, name: str) -> None:
        self.account = account
        self.name = name

    @cached_property
    def load_balancer(self) -> dict[str, Any]:
        """The load balancer."""
        answer = self.account.client("elbv2").describe_load_balancers(Names=[self.name])
        return answer["LoadBalancers"][0]

    @property
    def faces_the_internet(self) -> bool:
        """Whether the load balancer has public addresses, as it has where nobody said otherwise."""
        return self.load_balancer.get("Scheme", "internet-facing") == "internet-facing"

    @cached_property
    def listeners(self) -> dict[int, dict[str, Any]]:
        """Its listeners, by port."""
        arn = self.load_balancer["LoadBalancerArn"]
        found = self.account.client("elbv2").describe_listeners(LoadBalancerArn=arn)["Listeners"]
        return {listener["Port"]: listener for listener in found}

    @cached_property
    def target_group(self) -> dict[str, Any]:
        """The gateway's target group."""
        answer = self.account.client("elbv2").describe_target_groups(Names=[self.name])
        return answer["TargetGroups"][0]

    @cached_property
    def cluster(self) -> dict[str, Any]:
        """The cluster."""
        answer = self.account.client("ecs").describe_clusters(
            clusters=[self.name], include=["SETTINGS"]
        )
        return answer["clusters"][0]

    @cached_property
    def service(self) -> dict[str, Any]:
        """The service."""
        answer = self.account.client("ecs").describe_services(
            cluster=self.name, services=["gateway"]
        )
        return answer["services"][0]

    @cached_property
    def task(self) -> dict[str, Any]:
        """The task definition that the service runs."""
        arn = self.service["taskDefinition"]
        answer = self.account.client("ecs").describe_task_definition(taskDefinition=arn)
        return answer["taskDefinition"]

    def container(self, name: str) -> dict[str, Any]:
        """One container of the task."""
        return next(one for one in self.task["containerDefinitions"] if one["name"] == name)

    def environment(self, name: str) -> dict[str, str]:
        """The environment of one container."""
        return {entry["name"]: entry["value"] for entry in self.container(name)["environment"]}

    @cached_property
    def gateway_yaml(self) -> dict[str, Any]:
        """The gateway's configuration, from where its environment says that it is."""
        bucket, key, version = config_address(self.environment("gateway")["AI_GATEWAY_CONFIG"])
        answer = self.account.client("s3").get_object(Bucket=bucket, Key=key, VersionId=version)
        return json.loads(answer["Body"].read())

    @cached_property
    def collector_yaml(self) -> dict[str, Any]:
        """The collector's configuration, with its environment filled in."""
        environment = self.environment("collector")
        text = environment["AOT_CONFIG_CONTENT"]
        for name, value in environment.items():
            text = text.replace(f"${{env:{name}}}", value)
        found: dict[str, Any] = yaml.safe_load(text)
        assert "${env:" not in json.dumps(found), "the collector's environment lacks a name"
        return found

    @cached_property
    def dashboard(self) -> str:
        """The dashboard's text."""
        client = self.account.client("cloudwatch")
        (entry,) = client.list_dashboards()["DashboardEntries"]
        return client.get_dashboard(DashboardName=entry["DashboardName"])["DashboardBody"]

    @cached_property
    def network(self) -> Network:
        """The VPC around it all."""
        return Network(self.account, self.load_balancer["VpcId"])

    @cached_property
    def edge(self) -> Place:
        """The load balancer as a place in the network."""
        balancer = self.load_balancer
        return Place(
            name="load balancer",
            subnets=frozenset(zone["SubnetId"] for zone in balancer["AvailabilityZones"]),
            groups=frozenset(balancer["SecurityGroups"]),
            public=self.faces_the_internet,
        )

    @cached_property
    def tasks(self) -> Place:
        """The tasks as a place in the network."""
        settings = self.service["networkConfiguration"]["awsvpcConfiguration"]
        return Place(
            name="tasks",
            subnets=frozenset(settings["subnets"]),
            groups=frozenset(settings["securityGroups"]),
            public=settings.get("assignPublicIp") == "ENABLED",
        )

    def endpoint(self, service: str) -> dict[str, Any]:
        """The VPC endpoint of one AWS service."""
        region = self.account.client("ec2").meta.region_name
        return next(
            endpoint
            for endpoint in self.network.endpoints
            if endpoint["ServiceName"] == f"com.amazonaws.{region}.{service}"
        )

    def endpoint_place(self, service: str) -> Place:
        """An interface endpoint as a place in the network."""
        endpoint = self.endpoint(service)
        return Place(
            name=service,
            subnets=frozenset(endpoint["SubnetIds"]),
            groups=frozenset(group["GroupId"] for group in endpoint["Groups"]),
        )

    def statements(self, role: str) -> list[dict[str, Any]]:
        """Every statement of a role's own policies."""
        iam = self.account.client("iam")
        assert not iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
        names = iam.list_role_policies(RoleName=role)["PolicyNames"]
        documents = [
            iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names
        ]
        return [statement for document in documents for statement in document["Statement"]]

    @property
    def task_role(self) -> str:
        """Name of the task's role."""
        return self.task["taskRoleArn"].rpartition("/")[2]


def config_address(text: str) -> tuple[str, str, str]:
    """Return bucket, key and version of an address `s3://BUCKET/KEY?versionId=VERSION`."""
    place, _, version = text.removeprefix("s3://").partition("?versionId=")
    bucket, _, key = place.partition("/")
    assert all((bucket, key, version)), text
    return bucket, key, version
