"""What goes wrong on the wire, in the gateway's own words: one table."""

from collections.abc import Mapping

from ai_gateway.core import errors as core
from ai_gateway.transport import errors as transport

_FAILURES: Mapping[type[transport.TransportError], tuple[type[core.GatewayError], str]] = {
    transport.ConnectFailed: (core.ProviderUnreachable, "cannot be reached"),
    transport.TlsFailed: (core.ProviderUnreachable, "cannot be reached safely: TLS failed"),
    transport.ProxyFailed: (core.ProviderUnreachable, "cannot be reached through the proxy"),
    transport.AddressNotAllowed: (
        core.AddressRefused,
        "has an address that routing.custom_hosts.networks does not allow",
    ),
    transport.ConnectTimeout: (core.ProviderUnreachable, "did not accept a connection in time"),
    transport.PoolTimeout: (
        core.Overloaded,
        "has no free connection; raise transport.max_connections_per_host or send fewer calls",
    ),
    transport.FirstByteTimeout: (core.ProviderTimeout, "did not begin to answer in time"),
    transport.IdleTimeout: (core.ProviderTimeout, "fell silent in the middle of its answer"),
    transport.TotalTimeout: (core.ProviderTimeout, "did not finish its answer in time"),
    transport.ProtocolViolation: (core.ProviderMisbehaved, "did not answer in HTTP/1.1"),
    transport.ConnectionDied: (
        core.ProviderDied,
        "closed the connection before its answer was complete",
    ),
    transport.MalformedRequest: (core.InvalidRequest, "cannot be sent this request as HTTP/1.1"),
    transport.ClientClosed: (core.Overloaded, "cannot be called: the gateway is shutting down"),
    transport.BodyTooLarge: (core.ProviderMisbehaved, "answered more than the gateway holds"),
}


def failure(error: transport.TransportError, provider: str) -> core.GatewayError:
    """Return the gateway's error for `error`, which befell a call to `provider`.

    The nearest class in the table decides; its words, not the wire's, reach the caller, so that
    no address or credential of the operator's does.
    """
    for kind in type(error).__mro__:
        if kind in _FAILURES:
            cls, words = _FAILURES[kind]
            return cls(f"{provider} {words}.", provider=provider)
    return core.ProviderError(f"The call to {provider} failed.", provider=provider)
