"""Blueprints of providers for tests, without a network."""

from typing import Any

from ai_gateway.providers.blueprint import Blueprint
from ai_gateway.providers.catalogue import catalogue
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.transport.client import Client
from tests.unit.providers.wire import ScriptedClient


def blueprint(name: str, like: str, client: Client | None = None, **said: Any) -> Blueprint:
    """Return the blueprint of a provider like one of the catalogue, with what is said of it."""
    return Blueprint(
        name=name,
        entry=catalogue()[like],
        said=ProviderSettings.model_validate(said),
        client=client or ScriptedClient(),
        clock=lambda: 0.0,
        wall_clock=lambda: 1_760_000_000.0,
    )
