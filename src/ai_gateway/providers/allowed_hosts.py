"""Hosts that a caller may name, and the private networks that they may be in."""

import re
from ipaddress import IPv4Network, IPv6Network

from pydantic import BaseModel, ConfigDict, Field


class AllowedHosts(BaseModel):
    """Which hosts a caller may name; none by default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hosts: tuple[str, ...] = Field(
        default=(),
        description="Host names, `*` as a wildcard within them: `*.example.com`.",
    )
    networks: tuple[IPv4Network | IPv6Network, ...] = Field(
        default=(),
        description="Networks that such a name may resolve into although they are private, "
        "loopback or link-local.",
    )


class HostRule:
    """Judges a host by its name.

    The addresses that an allowed name resolves to are judged where they are resolved, once, by
    the transport: a name that is checked here and resolved again later proves nothing.
    `networks` are for it.
    """

    def __init__(self, allowed: AllowedHosts) -> None:
        self._patterns = [_pattern(host) for host in allowed.hosts]
        self.networks = tuple(str(network) for network in allowed.networks)

    @property
    def allows_any(self) -> bool:
        """Whether there is a host that it allows."""
        return bool(self._patterns)

    def allows(self, host: str) -> bool:
        """Tell whether a host, in lower case and without brackets, is on the list."""
        return any(pattern.fullmatch(host) for pattern in self._patterns)


def _pattern(host: str) -> re.Pattern[str]:
    """Compile one entry of the list.

    `*` stands for the characters of names and addresses only: what else a URL lets into a host,
    such as the zone of an IPv6 address, could end in an allowed name without being below it.
    """
    return re.compile(re.escape(host.lower()).replace(r"\*", r"[\w.:-]*"))
