"""The section `routing`: each SDK reaches its vendor, and no caller chooses an address."""

from ipaddress import IPv4Network
from typing import get_args

import pytest
from pydantic import BaseModel, ValidationError

from ai_gateway.core.operation import CallersDialect
from ai_gateway.providers.allowed_hosts import AllowedHosts
from ai_gateway.providers.catalogue import catalogue
from ai_gateway.routing.settings import ModelAlias, RoutingSettings


def test_every_dialect_has_a_default_that_the_catalogue_knows():
    defaults = RoutingSettings().default_providers
    assert set(defaults) == set(get_args(CallersDialect))
    assert set(defaults.values()) <= set(catalogue())


def test_a_caller_may_choose_no_address_by_default():
    assert AllowedHosts() == RoutingSettings().custom_hosts
    assert AllowedHosts().hosts == AllowedHosts().networks == ()


def test_networks_are_read_as_networks():
    settings = AllowedHosts.model_validate({"networks": ["10.0.0.0/8"]})
    assert settings.networks == (IPv4Network("10.0.0.0/8"),)


@pytest.mark.parametrize(
    ("section", "value"),
    [
        ("models", {"fast": {"provider": "groq"}}),
        ("models", {"fast": {"provider": "groq", "model": "m", "weight": 1}}),
        ("default_providers", {"gemini": "google"}),
        ("custom_hosts", {"networks": ["10.0.0.1/8"]}),
        ("custom_hosts", {"networks": ["gpu.example.com"]}),
        ("custom_hosts", {"host": "*"}),
        ("strategy", "loadbalance"),
    ],
)
def test_what_routing_does_not_know_is_refused(section: str, value: object):
    with pytest.raises(ValidationError):
        RoutingSettings.model_validate({section: value})


@pytest.mark.parametrize("model", [ModelAlias, AllowedHosts, RoutingSettings])
def test_settings_are_frozen(model: type[BaseModel]):
    assert model.model_config.get("frozen") is True
