"""The models that callers can ask for, as far as the configuration knows them."""

from collections.abc import Mapping

from ai_gateway.core.errors import NotFound
from ai_gateway.dialects.contract import Dialect, ModelEntry
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.routing.settings import RoutingSettings


class ModelList:
    """Aliases by their own name, then the models of each provider as `provider/model`."""

    def __init__(self, routing: RoutingSettings, providers: Mapping[str, ProviderSettings]) -> None:
        aliases = [
            ModelEntry(id=name, owner=alias.provider) for name, alias in routing.models.items()
        ]
        named = [
            ModelEntry(id=f"{name}/{model}", owner=name)
            for name, said in providers.items()
            for model in said.models
        ]
        self._entries = {entry.id: entry for entry in aliases + named}
        # Of an alias that looks like a provider's model, the alias is what a call would reach.
        self._entries.update((entry.id, entry) for entry in aliases)

    def render(self, dialect: Dialect, name: str) -> bytes:
        """Return the JSON of the model `name`, or of the whole list where `name` is empty.

        Raises `NotFound` for a model that is not on the list.
        """
        if not name:
            return dialect.render_models(list(self._entries.values()))
        entry = self._entries.get(name)
        if entry is None:
            raise NotFound(
                f"There is no model {name[:200]!r} here. GET /v1/models lists those there are.",
                field="model",
            )
        return dialect.render_model(entry)
