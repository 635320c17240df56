"""Source addresses as they are counted."""

from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address


@lru_cache(maxsize=8192)
def counted_as(peer: str) -> str | None:
    """Return under which name the calls of `peer` are counted, None where they are not.

    Whoever has an IPv6 address has 2**64 of them, so the network counts. The machine itself is
    not bounded: what calls from there is no stranger, and all of it has one address.
    """
    try:
        address = ip_address(peer.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return counted_as(str(address.ipv4_mapped))
        if not address.is_loopback:
            return str(IPv6Network((address, 64), strict=False))
    return None if address.is_loopback else str(address)
