"""Addresses that a caller names: only those that the operator allows."""

from ai_gateway.core.errors import AddressRefused
from ai_gateway.core.headers import Headers
from ai_gateway.providers.address import Address
from ai_gateway.providers.allowed_hosts import AllowedHosts, HostRule
from ai_gateway.providers.contract import CustomHost

_HEADER = "x-portkey-custom-host"


class CustomHostRule:
    """Judges `x-portkey-custom-host`; see `HostRule`."""

    def __init__(self, allowed: AllowedHosts) -> None:
        self._rule = HostRule(allowed)

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
        if not self._rule.allows(host):
            raise AddressRefused(
                f"{_HEADER} names {host[:80]!r}, which is not in routing.custom_hosts.hosts. Name "
                "a host that is, or ask for it to be added.",
                field=_HEADER,
            )
        return CustomHost(base_url=url, networks=self._rule.networks)
