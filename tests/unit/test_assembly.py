"""Parts that are made of several others."""

import datetime
from pathlib import Path

import pytest

from ai_gateway.accounting.price_source import price_table
from ai_gateway.accounting.prices.settings import PriceSettings
from ai_gateway.assembly import Identity, TablePricing, targets_of
from ai_gateway.auth.gate import Surroundings
from ai_gateway.auth.settings import AuthSettings
from ai_gateway.config.settings import Settings
from ai_gateway.core.reply import Served
from ai_gateway.core.usage import Usage
from ai_gateway.providers.table import ProviderTable
from ai_gateway.routing.choice import Chooser
from ai_gateway.routing.settings import RoutingSettings
from tests.unit.core.calls import call_with
from tests.unit.providers.wire import ScriptedClient

NOON = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC).timestamp()
USAGE = Usage(input_tokens=1_000_000, output_tokens=1_000_000)
HAIKU = Served("anthropic", "claude-haiku-4-5")


class TestPricing:
    """Admission asks the price table."""

    pricing = TablePricing(price_table(PriceSettings(unknown="deny"), {}), lambda: NOON)

    def test_the_cost_is_exact_and_within_its_bound(self):
        # https://claude.com/pricing: 1 and 5 dollars for a million tokens.
        assert self.pricing.cost(HAIKU, USAGE) == 6_000_000_000
        bound = self.pricing.upper_bound(HAIKU, 1_000_000, 1_000_000)
        assert bound is not None
        assert bound >= 6_000_000_000

    def test_what_has_no_price_is_unknown_and_not_free(self):
        unknown = Served("openai", "no-such-model")
        assert self.pricing.cost(unknown, USAGE) is None
        assert self.pricing.upper_bound(unknown, 1, 1) is None

    def test_the_models_own_bound_is_known_for_known_families_alone(self):
        assert self.pricing.max_output(HAIKU) == 64_000
        assert self.pricing.max_output(Served("vllm", "qwen3")) is None


def test_a_call_may_go_where_routing_would_send_it():
    table = ProviderTable({}, ScriptedClient(), lambda: 0.0, lambda: 0.0)
    targets = targets_of(lambda: Chooser(RoutingSettings(), table))
    assert targets(call_with(model="anthropic/claude-x")) == (Served("anthropic", "claude-x"),)
    assert targets(call_with([(b"x-portkey-provider", b"nobody")])) == ()


def unused(work: object, name: str) -> None:
    """Spawn nothing."""


@pytest.mark.anyio
async def test_identity_writes_its_audit_where_it_is_told_to(tmp_path: Path):
    audit = tmp_path / "audit.log"
    auth = AuthSettings.model_validate(
        {"gateway_keys": True, "directory": tmp_path / "keys", "audit_file": audit}
    )
    around = Surroundings(ScriptedClient(), unused, lambda: 0.0, lambda: NOON)  # pyright: ignore[reportArgumentType]  # spawns nothing
    identity = Identity(Settings(auth=auth), "http://127.0.0.1:1", around)
    assert audit.exists()
    assert identity.routes() == ()
    identity.close()
