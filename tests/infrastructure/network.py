"""What can reach what in a VPC, computed over what the account says of it.

Routes, security groups, network ACLs, subnets and public addresses; nothing of Terraform's.
"""

from dataclasses import dataclass
from ipaddress import IPv4Network, ip_network
from typing import Any

from tests.infrastructure.cloud.account import Account

ANYWHERE = ip_network("0.0.0.0/0")

INSIDE = tuple(IPv4Network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
"""Addresses that nobody outside has."""

Ports = tuple[int, int]
"""First and last."""

ALL: Ports = (0, 65535)


@dataclass(frozen=True)
class Place:
    """Something with network interfaces. `public` says whether they have public addresses."""

    name: str
    subnets: frozenset[str]
    groups: frozenset[str]
    public: bool = False


@dataclass(frozen=True)
class Opening:
    """Ports that networks, or members of a group, are let in at or out to."""

    protocol: str
    ports: Ports
    networks: tuple[IPv4Network, ...]
    groups: frozenset[str]

    @property
    def world(self) -> bool:
        """Say whether any address beyond those of private networks is let in."""
        return any(
            not any(network.subnet_of(inside) for inside in INSIDE) for network in self.networks
        )

    def covers(self, port: int) -> bool:
        """Say whether TCP to this port passes."""
        return self.protocol in ("tcp", "-1") and self.ports[0] <= port <= self.ports[1]


class Network:
    """One VPC."""

    def __init__(self, account: Account, vpc: str) -> None:
        filters = [{"Name": "vpc-id", "Values": [vpc]}]

        def read(operation: str, key: str) -> list[dict[str, Any]]:
            return account.pages("ec2", operation, key, Filters=filters)

        self.vpc = vpc
        self.subnets = {
            subnet["SubnetId"]: subnet for subnet in read("describe_subnets", "Subnets")
        }
        self.groups = {
            group["GroupId"]: group for group in read("describe_security_groups", "SecurityGroups")
        }
        self.tables = read("describe_route_tables", "RouteTables")
        self.acls = read("describe_network_acls", "NetworkAcls")
        self.interfaces = read("describe_network_interfaces", "NetworkInterfaces")
        self.endpoints = read("describe_vpc_endpoints", "VpcEndpoints")
        # Its filter has a name of its own.
        nats = account.client("ec2").describe_nat_gateways(Filter=filters)["NatGateways"]
        self.nats = {nat["NatGatewayId"]: nat for nat in nats if nat["State"] == "available"}

    def routes(self, subnet: str) -> list[dict[str, Any]]:
        """Return the routes of a subnet: those of its own table, else of the VPC's main one."""
        main: list[dict[str, Any]] = []
        for table in self.tables:
            for association in table["Associations"]:
                if association.get("SubnetId") == subnet:
                    return table["Routes"]
                if association.get("Main"):
                    main = table["Routes"]
        return main

    def way_out(self, subnet: str) -> str:
        """Return what leads from a subnet to the internet: an igw-…, a nat-…, or nothing."""
        for route in self.routes(subnet):
            if route.get("DestinationCidrBlock") == str(ANYWHERE):
                return route.get("NatGatewayId") or route.get("GatewayId") or ""
        return ""

    def open_to_world(self, place: Place) -> set[Ports]:
        """Return the ports of a place that somebody outside can open a connection to."""
        faced = any(self.way_out(subnet).startswith("igw-") for subnet in place.subnets)
        if not (place.public and faced):
            return set()
        return {opening.ports for opening in self._in(place) if opening.world}

    def let_in(self, place: Place, port: int) -> set[IPv4Network]:
        """Return the networks that are let in to a port."""
        found = [opening.networks for opening in self._in(place) if opening.covers(port)]
        return {network for networks in found for network in networks}

    def reaches(self, one: Place, other: Place, port: int) -> bool:
        """Say whether one place can open a connection to another in the same VPC."""
        return all(
            self._allows(self._out(one), subnet, other, port) for subnet in other.subnets
        ) and all(self._allows(self._in(other), subnet, one, port) for subnet in one.subnets)

    def reaches_internet(self, place: Place, port: int) -> bool:
        """Say whether a place can open a connection to any public address.

        Through a NAT gateway that itself faces the internet, or with a public address.
        """
        out = any(
            opening.covers(port) and ANYWHERE in opening.networks for opening in self._out(place)
        )
        return out and all(self._leads_out(subnet, place.public) for subnet in place.subnets)

    def has_acls_of_its_own(self) -> bool:
        """Say whether network ACLs other than the VPC's default one hold anywhere."""
        return any(not acl["IsDefault"] for acl in self.acls)

    def _leads_out(self, subnet: str, public: bool) -> bool:
        way = self.way_out(subnet)
        if way.startswith("nat-"):
            nat = self.nats.get(way)
            return nat is not None and self.way_out(nat["SubnetId"]).startswith("igw-")
        return public and way.startswith("igw-")

    def _allows(self, openings: list[Opening], subnet: str, other: Place, port: int) -> bool:
        network = ip_network(self.subnets[subnet]["CidrBlock"])
        assert isinstance(network, IPv4Network)
        return any(
            opening.covers(port)
            and (
                bool(opening.groups & other.groups)
                or any(network.subnet_of(allowed) for allowed in opening.networks)
            )
            for opening in openings
        )

    def _in(self, place: Place) -> list[Opening]:
        return self._openings(place, "IpPermissions")

    def _out(self, place: Place) -> list[Opening]:
        return self._openings(place, "IpPermissionsEgress")

    def _openings(self, place: Place, key: str) -> list[Opening]:
        return [
            _opening(permission) for group in place.groups for permission in self.groups[group][key]
        ]


def _opening(permission: dict[str, Any]) -> Opening:
    protocol = permission["IpProtocol"]
    ports = ALL if protocol == "-1" else (permission["FromPort"], permission["ToPort"])
    return Opening(
        protocol=protocol,
        ports=ports,
        networks=tuple(IPv4Network(entry["CidrIp"]) for entry in permission["IpRanges"]),
        groups=frozenset(pair["GroupId"] for pair in permission["UserIdGroupPairs"]),
    )
