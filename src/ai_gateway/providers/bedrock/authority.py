"""Requests to Bedrock, each with what proves who asks."""

from collections.abc import Callable

from ai_gateway.core.headers import HeaderPairs
from ai_gateway.providers.address import Address
from ai_gateway.providers.bedrock.credentials import KeySource
from ai_gateway.providers.bedrock.signature import Signed, Signer
from ai_gateway.transport.head import host_line
from ai_gateway.transport.request import Request

_JSON = "application/json"


class SignedRequests:
    """Makes requests signed with a key. `clock` is the wall clock, in seconds since 1970."""

    def __init__(self, keys: KeySource, clock: Callable[[], float]) -> None:
        self._keys = keys
        self._clock = clock
        self._signers: dict[str, Signer] = {}

    async def make(
        self, address: Address, region: str, method: str, path: bytes, body: bytes
    ) -> Request:
        """Return the request. Raises what the source of the keys raises."""
        key = await self._keys.key()
        signer = self._signers.get(region)
        if signer is None:
            signer = self._signers[region] = Signer(region)
        target = address.prefix + path
        host = _host(address)
        fields = signer.fields(key, method, host, target, Signed(body, _JSON, self._clock()))
        return _request(address, method, target, body, fields)


class BearerRequests:
    """Makes requests with a Bedrock API key. Its repr shows nothing of it."""

    def __init__(self, api_key: str) -> None:
        self._field = (b"authorization", b"Bearer " + api_key.encode("latin-1"))

    async def make(
        self, address: Address, region: str, method: str, path: bytes, body: bytes
    ) -> Request:
        """Return the request."""
        del region  # the key is good for where it was made, and says so to nobody
        return _request(address, method, address.prefix + path, body, [self._field])


Requests = SignedRequests | BearerRequests
"""What makes requests."""


def _host(address: Address) -> str:
    """Return the host as the transport writes it, for it is signed."""
    return host_line(address.origin).rpartition(b"host: ")[2].strip().decode("ascii")


def _request(
    address: Address, method: str, target: bytes, body: bytes, proof: HeaderPairs
) -> Request:
    return Request(
        origin=address.origin,
        method=method,
        target=target,
        headers=[
            (b"content-type", _JSON.encode()),
            # An answer is read while it passes, or before it is passed on.
            (b"accept-encoding", b"identity"),
            *proof,
        ],
        body=body,
        body_length=len(body),
    )
