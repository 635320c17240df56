"""Which addresses a host that a caller chose may lead to."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Everything that is assigned for global unicast lies here (RFC 4291, 2.4).
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# The standard library of Python 3.11 calls some of these global; the IANA registries
# of special-purpose addresses do not.
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_allowed(address: str, networks: tuple[str, ...]) -> bool:
    """Return whether `address`, in the form that getaddrinfo gives, may be connected to.

    It may where it is globally routable or lies in one of `networks` (CIDR). An IPv6 address
    that carries an IPv4 one (mapped, NAT64, 6to4) may where the one inside may.
    Raises `ValueError` for a network that is none.
    """
    ip = ipaddress.ip_address(address)
    listed = [ipaddress.ip_network(network, strict=False) for network in networks]
    candidates = (ip, _embedded(ip))
    if any(found in network for found in candidates if found is not None for network in listed):
        return True
    return _is_global(candidates[1] or ip)


def _embedded(ip: Address) -> ipaddress.IPv4Address | None:
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def _is_global(ip: Address) -> bool:
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _GLOBAL_UNICAST:
        return False
    special = ip.is_multicast or any(ip in network for network in _SPECIAL)
    return ip.is_global and not special
