"""Addresses that a caller names: only those that the operator allows."""

import re

from ai_gateway.core.errors import AddressRefused
from ai_gateway.core.headers import Headers
from ai_gateway.providers.address import Address
from ai_gateway.providers.contract import CustomHost
from ai_gateway.routing.settings import CustomHosts

_HEADER = "x-portkey-custom-host"


class CustomHostRule:
    """Judges `x-portkey-custom-host` by the host's name.

    The addresses that an allowed name resolves to are judged where they are resolved, once, by
    the transport: a name that is checked here and resolved again later proves nothing.
    """

    def __init__(self, settings: CustomHosts) -> None:
        self._allowed = [_pattern(host) for host in settings.hosts]
        self._networks = tuple(str(network) for network in settings.networks)

    def of(self, headers: Headers) -> CustomHost | None:
        """Return the address that the caller chose, None where it chose none.

        Raises `AddressRefused` where it is no URL or its host is not on the list.
        """
        url = headers.text(_HEADER.encode())
        if url is None:
            return None
        try:
            host = Address.parse(url).origin.host
        except ValueError as error:
            raise AddressRefused(f"{_HEADER} is not a base URL: {error}.", field=_HEADER) from error
        if not any(pattern.fullmatch(host) for pattern in self._allowed):
            raise AddressRefused(
                f"{_HEADER} names {host[:80]!r}, which is not in routing.custom_hosts.hosts. Name "
                "a host that is, or ask for it to be added.",
                field=_HEADER,
            )
        return CustomHost(base_url=url, networks=self._networks)


def _pattern(host: str) -> re.Pattern[str]:
    """Compile one entry of the list.

    `*` stands for the characters of names and addresses only: what else a URL lets into a host,
    such as the zone of an IPv6 address, could end in an allowed name without being below it.
    """
    return re.compile(re.escape(host.lower()).replace(r"\*", r"[\w.:-]*"))
