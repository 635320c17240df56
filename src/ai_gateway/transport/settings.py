"""What an operator can set about connections to providers."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ai_gateway.transport.proxy import Proxy

LOOPBACK = "localhost,127.0.0.0/8,::1"
"""This machine itself, as `no_proxy` names it."""


class TransportSettings(BaseModel):
    """Timeouts in seconds, limits, TLS files and the proxy of the client.

    Raises pydantic's `ValidationError` for an unknown key, a value out of range, a client key
    without its certificate, or a proxy URL that is not `http://[user:password@]host[:port]`.
    No message shows the proxy's URL: it may hold a password.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    # Two lost SYN packets cost three seconds; an address that is silent for longer is gone.
    connect_timeout: float = Field(
        default=5.0,
        gt=0,
        description="Seconds for name, connection, proxy and TLS together.",
    )
    # A caller who waits longer for a slot is better served by another target or a refusal.
    pool_timeout: float = Field(
        default=5.0,
        gt=0,
        description="Seconds to wait for a free connection where every one is busy.",
    )
    # Reasoning models think for minutes before the first byte; the vendors' SDKs wait 600 s.
    first_byte_timeout: float = Field(
        default=600.0,
        gt=0,
        description="Seconds from the end of the request to the head of the answer.",
    )
    # Providers send keep-alive events far more often; five silent minutes are a dead stream.
    idle_timeout: float = Field(
        default=300.0,
        gt=0,
        description="Seconds without a byte inside an answer, or without room for an upload.",
    )
    # An hour is beyond every model's longest answer and still ends a stream that drips for ever.
    total_timeout: float = Field(
        default=3600.0,
        gt=0,
        description="Seconds that an exchange may take once it has its connection.",
    )
    # One stream holds one connection: this is as many as a replica is meant to carry.
    max_connections_per_host: int = Field(
        default=1024,
        ge=1,
        description="Connections to one origin, idle ones and those being made included.",
    )
    # Providers close idle connections after 60 to 120 s; NAT forgets a flow after 350 s.
    idle_expiry: float = Field(
        default=60.0,
        gt=0,
        lt=350,
        description="Seconds after which an unused connection is closed.",
    )
    # Twice what the large servers send; a longer head is an attack or a fault.
    max_response_header_bytes: int = Field(
        default=65536,
        ge=1024,
        description="Bytes of an answer's head, and of anything else in it that is not body.",
    )
    # Providers send 20 to 40 fields.
    max_response_headers: int = Field(
        default=200,
        ge=1,
        description="Header fields of an answer, trailers included.",
    )
    ca_file: Path | None = Field(
        default=None,
        description="Certificates to trust (PEM) in place of the system's.",
    )
    client_certificate: Path | None = Field(
        default=None,
        description="Certificate chain (PEM) to show to providers that ask for one.",
    )
    client_key: Path | None = Field(
        default=None,
        description="Key of the client certificate (PEM), where it is in a file of its own.",
    )
    proxy: str | None = Field(
        default=None,
        repr=False,
        description="Proxy for every connection, http://[user:password@]host[:port].",
    )
    # A proxy does not lead back to the machine that asks it.
    no_proxy: str | None = Field(
        default=LOOPBACK,
        description="Hosts reached without the proxy: names with their subdomains, addresses, "
        "networks, each with an optional port, separated by commas; * for all.",
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.client_key is not None and self.client_certificate is None:
            raise ValueError("client_key is set: set client_certificate too")
        if self.proxy is not None:
            Proxy.parse(self.proxy)
        return self
