"""What a provider is to the rest of the gateway."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias

import msgspec

from ai_gateway.core.call import Call
from ai_gateway.core.operation import Operation
from ai_gateway.core.reply import Reply
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


Embed: TypeAlias = Callable[[Call, Target], Awaitable[Reply]]
"""Answers a call for embeddings in OpenAI's words, by as many calls as the model needs.

Raises `InvalidRequest` for what the model cannot embed, the provider's own refusal as an error
with its status, and a `ProviderError` for what goes wrong on the wire.
"""


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
    def embed(self) -> Embed | None:
        """How it answers embeddings in OpenAI's words, where its own words are others."""
        ...

    @property
    def has_credential(self) -> bool:
        """Whether calls go out without a key of the caller's own."""
        ...

    def answers(self, operation: Operation, model: str | None) -> bool:
        """Tell whether it answers an operation in the operation's own dialect, for that model."""
        ...

    def foreign(self, model: str) -> Foreign | None:
        """Return how it answers callers of other dialects for a model; None where it does not.

        `model` is the model's own name; see `own_name`.
        """
        ...

    async def own_name(self, model: str) -> str:
        """Return the name of the model behind `model`, which may be an alias at the provider.

        Raises `NotFound` and `ProviderError` where the provider has to be asked and does not say.
        """
        ...

    async def prepare(self, call: Call, target: Target) -> Request:
        """Return the request that asks this provider for what `call` wants."""
        ...
