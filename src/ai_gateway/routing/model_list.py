"""The models that callers can ask for, as far as the configuration knows them."""

from collections.abc import Mapping

from ai_gateway.core.errors import NotFound
from ai_gateway.core.principal import Principal
from ai_gateway.dialects.contract import Dialect, ModelEntry
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.routing.permission import permits_model, permits_provider
from ai_gateway.routing.settings import RoutingSettings


class ModelList:
    """Aliases by their own name, then the models of each provider as `provider/model`."""

    def __init__(self, routing: RoutingSettings, providers: Mapping[str, ProviderSettings]) -> None:
        aliases = [
            (ModelEntry(id=name, owner=alias.provider), alias.model)
            for name, alias in routing.models.items()
        ]
        named = [
            (ModelEntry(id=f"{name}/{model}", owner=name), model)
            for name, said in providers.items()
            for model in said.models
        ]
        self._entries = {entry.id: (entry, model) for entry, model in aliases + named}
        # Of an alias that looks like a provider's model, the alias is what a call would reach.
        self._entries.update((entry.id, (entry, model)) for entry, model in aliases)

    def render(self, dialect: Dialect, name: str, principal: Principal | None = None) -> bytes:
        """Return the JSON of the model `name`, or of the whole list where `name` is empty.

        Only what `principal` may use is there. Raises `NotFound` for anything else.
        """
        if not name:
            return dialect.render_models(
                [
                    entry
                    for entry, model in self._entries.values()
                    if _is_shown(entry, model, principal)
                ]
            )
        entry, model = self._entries.get(name, (None, ""))
        if entry is None or not _is_shown(entry, model, principal):
            raise NotFound(
                f"There is no model {name[:200]!r} here. GET /v1/models lists those there are.",
                field="model",
            )
        return dialect.render_model(entry)


def _is_shown(entry: ModelEntry, model: str, principal: Principal | None) -> bool:
    if principal is None:
        return True
    policy = principal.policy
    return permits_provider(policy, entry.owner) and permits_model(
        policy, entry.owner, model, entry.id
    )
