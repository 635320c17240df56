"""A provider that the catalogue describes completely."""

from collections.abc import Mapping

from ai_gateway.core.body import Body
from ai_gateway.core.call import Call
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.operation import Operation
from ai_gateway.dialects.request import with_model
from ai_gateway.providers.address import Address, below_v1
from ai_gateway.providers.blueprint import Blueprint
from ai_gateway.providers.catalogue import CatalogueEntry, CredentialKind
from ai_gateway.providers.contract import CustomHost, Embed, Provider, Target
from ai_gateway.providers.credential import Credential, brings_key, callers_key
from ai_gateway.providers.fields import inference_fields, passthrough_fields
from ai_gateway.providers.foreign import Foreign, foreign_by
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.transport.request import Request


class CataloguedProvider:
    """One provider of the catalogue, or one like it: what `entry` knows and `said` overrides.

    `credential` is None where calls go out with the caller's own key. Raises `ValueError` where
    neither names an address.
    """

    def __init__(
        self,
        name: str,
        entry: CatalogueEntry,
        said: ProviderSettings,
        credential: Credential | None,
    ) -> None:
        base_url = said.base_url or entry.base_url
        if base_url is None:
            raise ValueError(f"providers.{name}.base_url is missing: only the operator knows it")
        self.name = name
        self.embed: Embed | None = None
        self._operations = entry.operations
        self._foreign = None if entry.foreign is None else foreign_by(entry.foreign, entry.chat)
        self._kind: CredentialKind = entry.credential
        self._address = Address.parse(self.root(base_url))
        self._credential = credential
        self._vendors_fields = _pairs(entry.headers)
        self._operators_fields = _pairs(said.headers)

    @property
    def has_credential(self) -> bool:
        """Whether calls go out without a key of the caller's own."""
        return self._credential is not None or self._kind == "none"

    def answers(self, operation: Operation, model: str | None) -> bool:
        """Tell whether it answers `operation`, which does not depend on the model."""
        del model
        return operation in self._operations

    def foreign(self, model: str) -> Foreign | None:
        """Return how it answers callers of other dialects, which does not depend on the model."""
        del model
        return self._foreign

    async def own_name(self, model: str) -> str:
        """Return `model`."""
        return model

    def root(self, base_url: str) -> str:
        """Return the URL below which the calls' paths without `/v1` stand."""
        return base_url

    async def prepare(self, call: Call, target: Target) -> Request:
        """Return the request for `call`: its own path below this provider's base URL."""
        address = self._address_of(target.custom_host)
        return Request(
            origin=address.origin,
            method=call.method,
            target=address.prefix + self.locator(call, target),
            headers=await self._fields(call, target.custom_host),
            body=self.body(call, target),
            body_length=call.body_length,
        )

    def locator(self, call: Call, target: Target) -> bytes:
        """Return the path and query below the base URL."""
        del target  # the model stands in the body, not in the path
        path = below_v1(call)
        return path + b"?" + call.query if call.query else path

    def body(self, call: Call, target: Target) -> Body:
        """Return the body with the target's model in place of the call's, else untouched."""
        if target.model is None or target.model == call.model or not isinstance(call.body, bytes):
            return call.body
        return with_model(call.body, target.model)

    def _address_of(self, custom_host: CustomHost | None) -> Address:
        if custom_host is None:
            return self._address
        return Address.parse(custom_host.base_url, custom_host.networks)

    async def _fields(self, call: Call, custom_host: CustomHost | None) -> HeaderPairs:
        choose = passthrough_fields if call.operation is Operation.PASSTHROUGH else inference_fields
        fields = choose(call.headers)
        # To an address that a caller chose goes nothing of the operator's, and never its key.
        if self._operators_fields and custom_host is None:
            # Which organization pays for the server's key is not for a caller to say.
            own = {name for name, _ in self._operators_fields}
            fields = [pair for pair in fields if pair[0] not in own] + self._operators_fields
        if self._vendors_fields:
            named = {name for name, _ in fields}
            fields += [pair for pair in self._vendors_fields if pair[0] not in named]
        if self._credential is not None and custom_host is None and not brings_key(call):
            field = await self._credential.field()
        else:
            field = callers_key(call.headers, self._kind, self.name)
        if field is not None:
            fields.append(field)
        return fields


def _pairs(fields: Mapping[str, str]) -> HeaderPairs:
    return [
        (name.lower().encode("ascii"), value.encode("latin-1")) for name, value in fields.items()
    ]


def make_catalogued(blueprint: Blueprint) -> Provider:
    """Return the provider that `blueprint` describes; see `ai_gateway.providers.builtin.Make`."""
    return CataloguedProvider(blueprint.name, blueprint.entry, blueprint.said, blueprint.key())
