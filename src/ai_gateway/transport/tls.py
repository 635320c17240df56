"""The TLS side of connections to providers."""

import asyncio
import ssl

from ai_gateway.transport.errors import TlsFailed
from ai_gateway.transport.settings import TransportSettings


def client_context(settings: TransportSettings) -> ssl.SSLContext:
    """Return the context for every connection of one client, its files read now.

    Certificates and names are verified; TLS 1.2 is the least, and HTTP/1.1 the only protocol
    offered. Raises `TlsFailed` where a file of the settings cannot be used.
    """
    try:
        context = ssl.create_default_context(cafile=settings.ca_file)
    except OSError as error:
        raise TlsFailed(
            f"ca_file {settings.ca_file}: {error}; expected certificates in PEM"
        ) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    if settings.client_certificate is not None:
        try:
            context.load_cert_chain(settings.client_certificate, settings.client_key)
        except OSError as error:
            raise TlsFailed(
                f"client_certificate {settings.client_certificate} with client_key "
                f"{settings.client_key}: {error}; expected a chain and its key in PEM"
            ) from error
    return context


def said_goodbye(transport: asyncio.BaseTransport) -> bool:
    """Return whether the end of `transport`, which was just reported, is one that the peer meant.

    Over TLS that is close_notify (RFC 8446, 6.1): a connection that merely ends may have been
    cut by someone on the way. Without TLS the two cannot be told apart, and it is always true.
    """
    tls = transport.get_extra_info("ssl_object")
    if tls is None:
        return True
    try:
        return not tls.read(1)
    except ssl.SSLError:
        return False
