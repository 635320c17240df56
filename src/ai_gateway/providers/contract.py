"""What a provider is to the rest of the gateway."""

from typing import Protocol

import msgspec

from ai_gateway.core.call import Call
from ai_gateway.core.operation import Operation
from ai_gateway.providers.foreign import Foreign
from ai_gateway.transport.request import Request


class CustomHost(msgspec.Struct, frozen=True):
    """An address that the caller chose and the configuration allows.

    `networks` are the private networks that it may resolve into all the same.
    """

    base_url: str
    networks: tuple[str, ...]


class Target(msgspec.Struct, frozen=True):
    """One leaf of a routing decision: which provider to ask for which model.

    `model` is None where the call's own model, if it names one, goes upstream untouched.
    """

    provider: "Provider"
    model: str | None = None
    custom_host: CustomHost | None = None


class Provider(Protocol):
    """Who is called: address, credential, operations and quirks.

    A provider holds no state of a call. `prepare` turns one into the request that goes over
    the wire: the body byte for byte but for the model that the target names, the caller's
    header fields but for those that concern the caller's own connection or credential. It is
    asynchronous because some credentials are fetched. It raises `Unauthenticated` where there
    is nothing to authenticate with, `InvalidRequest` where the call names something that this
    provider cannot be asked, `ProviderError` where a credential cannot be fetched. Cancelled,
    it leaves nothing behind.
    """

    @property
    def name(self) -> str:
        """The name by which configuration, callers and the ledger know it."""
        ...

    @property
    def operations(self) -> frozenset[Operation]:
        """What it answers in its own dialect."""
        ...

    @property
    def foreign(self) -> Foreign | None:
        """How it answers callers of other dialects, None where it does not."""
        ...

    @property
    def has_credential(self) -> bool:
        """Whether calls go out without a key of the caller's own."""
        ...

    async def prepare(self, call: Call, target: Target) -> Request:
        """Return the request that asks this provider for what `call` wants."""
        ...
