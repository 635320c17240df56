"""The address of whoever really calls."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from ai_gateway.core.headers import Headers

_FORWARDED = b"x-forwarded-for"


class Peers:
    """Reads `X-Forwarded-For` as far as the proxies that are trusted vouch for it.

    Each proxy appends the address that it was called from. So from the last on, an address is
    believed as long as everything behind it is a trusted proxy; what a caller wrote itself
    stands to the left of its own address, and is never reached.
    """

    def __init__(self, trusted: Sequence[IPv4Network | IPv6Network]) -> None:
        self._trusted = tuple(trusted)
        self._is_proxy = lru_cache(maxsize=1024)(self._looked_up)

    def of(self, client: Sequence[object] | None, headers: Headers) -> str:
        """Return the caller's address, empty where the connection has none."""
        peer = str(client[0]) if client else ""
        if not self._trusted or not self._is_proxy(peer):
            return peer
        fields = [value for name, value in headers.pairs if name == _FORWARDED]
        for hop in reversed(b",".join(fields).split(b",")):
            address = hop.strip().decode("latin-1")
            if not _is_address(address):
                break
            peer = address
            if not self._is_proxy(peer):
                break
        return peer

    def _looked_up(self, address: str) -> bool:
        if not _is_address(address):
            return False
        found = ip_address(address)
        if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        return any(found in network for network in self._trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
