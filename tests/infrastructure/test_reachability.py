"""From outside nothing but the load balancer's ports; from the tasks all that they need."""

from tests.infrastructure.network import ANYWHERE, Network, Place
from tests.infrastructure.stack import Stack
from tests.infrastructure.system import System


def _interfaces(network: Network) -> list[Place]:
    """Return every network interface that the VPC has, whoever made it."""
    return [
        Place(
            name=interface.get("Description") or interface["NetworkInterfaceId"],
            subnets=frozenset([interface["SubnetId"]]),
            groups=frozenset(group["GroupId"] for group in interface["Groups"]),
            public="Association" in interface,
        )
        for interface in network.interfaces
    ]


def _places(system: System, stack: Stack) -> list[Place]:
    caches = system.account.client("elasticache").describe_serverless_caches()["ServerlessCaches"]
    return [
        system.tasks,
        *(
            system.endpoint_place(endpoint["ServiceName"].split(".", 3)[3])
            for endpoint in system.network.endpoints
            if endpoint["VpcEndpointType"] == "Interface"
        ),
        *(
            Place("cache", frozenset(cache["SubnetIds"]), frozenset(cache["SecurityGroupIds"]))
            for cache in caches
        ),
        *_interfaces(system.network),
    ]


def test_from_outside_only_the_load_balancers_ports_can_be_reached(
    system: System, stack: Stack
) -> None:
    assert system.network.open_to_world(system.edge) == {(80, 80), (443, 443)}
    places = _places(system, stack)
    assert len(places) > 10
    others = [place for place in places if not place.groups & system.edge.groups]
    assert [place for place in others if system.network.open_to_world(place)] == []


def test_no_subnet_gives_public_addresses_and_no_acl_stands_apart(system: System) -> None:
    for subnet in system.network.subnets.values():
        assert subnet["MapPublicIpOnLaunch"] is False
    assert not system.network.has_acls_of_its_own()
    assert system.tasks.public is False


def test_every_group_is_used_and_the_vpcs_own_lets_nothing_in(system: System) -> None:
    default = next(
        group for group in system.network.groups.values() if group["GroupName"] == "default"
    )
    assert default["IpPermissions"] == []
    assert default["IpPermissionsEgress"] == []


def test_no_group_is_open_to_the_world_inwards(system: System) -> None:
    for group in system.network.groups.values():
        for permission in group["IpPermissions"]:
            assert {"CidrIp": str(ANYWHERE)} not in permission["IpRanges"], group["GroupName"]


def test_tasks_reach_the_shared_store_and_nothing_else_does(system: System) -> None:
    client = system.account.client("elasticache")
    (cache,) = client.describe_serverless_caches()["ServerlessCaches"]
    place = Place("cache", frozenset(cache["SubnetIds"]), frozenset(cache["SecurityGroupIds"]))
    port = cache["Endpoint"]["Port"]
    assert system.network.reaches(system.tasks, place, port)
    assert not system.network.reaches(system.edge, place, port)
    assert not system.network.reaches(place, system.tasks, 8787)


def test_what_the_computation_says_of_a_network_that_is_open(system: System) -> None:
    """The computation can fail: a task with a public address in a public subnet would be open."""
    open_task = Place("open", system.edge.subnets, system.edge.groups, public=True)
    assert system.network.open_to_world(open_task)
    closed = Place("closed", system.tasks.subnets, system.edge.groups, public=True)
    assert not system.network.open_to_world(closed)
