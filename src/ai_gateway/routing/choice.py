"""Choosing the target: header, alias, model prefix, default, in this order."""

from collections.abc import Mapping

from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidRequest, UnknownProvider
from ai_gateway.core.operation import DialectName
from ai_gateway.providers.contract import Provider, Target
from ai_gateway.providers.table import ProviderTable
from ai_gateway.routing.custom_host import CustomHostRule
from ai_gateway.routing.settings import RoutingSettings


class Chooser:
    """Finds the one target of a call.

    1. `x-portkey-provider` names the provider; the model goes upstream as it stands.
    2. A model alias of the configuration names both.
    3. A model `provider/model` names both, where the part before the first slash is a provider.
    4. The default provider of the caller's dialect, with the model as it stands.
    """

    def __init__(self, settings: RoutingSettings, providers: ProviderTable) -> None:
        self._aliases = settings.models
        self._defaults: Mapping[DialectName, str] = {**settings.default_providers}
        self._providers = providers
        self._custom_host = CustomHostRule(settings.custom_hosts)

    def choose(self, call: Call) -> Target:
        """Return the target of `call`.

        Raises `UnknownProvider` where a name leads nowhere, `InvalidRequest` for a config header
        that cannot be honoured, `AddressRefused` for a custom host that is not allowed.
        """
        headers = call.headers
        if b"x-portkey-config" in headers:
            raise InvalidRequest(
                "x-portkey-config is not supported by this version. Name a provider by "
                "x-portkey-provider or by the model, provider/model.",
                field="x-portkey-config",
            )
        custom_host = self._custom_host.of(headers)
        named = headers.text(b"x-portkey-provider")
        if named is not None:
            return Target(
                provider=self._named(named, "x-portkey-provider"), custom_host=custom_host
            )
        provider, model = self._by_model(call)
        return Target(provider=provider, model=model, custom_host=custom_host)

    def _by_model(self, call: Call) -> tuple[Provider, str | None]:
        if call.model is not None:
            alias = self._aliases.get(call.model)
            if alias is not None:
                return self._named(alias.provider, f"routing.models.{call.model}"), alias.model
            prefix, slash, rest = call.model.partition("/")
            if slash and rest and (provider := self._providers.get(prefix)) is not None:
                return provider, rest
        default = self._defaults.get(call.dialect)
        if default is None:
            raise UnknownProvider(
                f"Nothing says which provider to call. Send x-portkey-provider, or a model as "
                f"provider/model, or set routing.default_providers.{call.dialect}.",
                field="model",
            )
        return self._named(default, f"routing.default_providers.{call.dialect}"), None

    def _named(self, name: str, field: str) -> Provider:
        provider = self._providers.get(name)
        if provider is None:
            known = ", ".join(sorted(provider.name for provider in self._providers))
            raise UnknownProvider(
                f"{field} names {name[:80]!r}, which is no provider here. Known are {known}.",
                field=field,
            )
        return provider
