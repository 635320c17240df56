"""Defaults, groups and the client itself, merged so that everybody can see who said what."""

from ai_gateway.auth.client_settings import ClientDefaults, ClientSettings, GroupSettings
from ai_gateway.auth.merging import Layer, Said, merge, policy
from ai_gateway.core.operation import Operation
from ai_gateway.core.policy import Allowance, Budget, Choice, Limits, Policy


def layers(
    defaults: dict[str, object], group: dict[str, object], client: dict[str, object]
) -> list[Layer]:
    return [
        Layer("defaults", ClientDefaults.model_validate(defaults)),
        Layer("group", GroupSettings.model_validate(group), shared=True),
        Layer("client", ClientSettings.model_validate(client)),
    ]


def test_the_nearest_one_holds_setting_by_setting_and_tag_by_tag():
    said = merge(
        layers(
            {"tags": {"team": "none", "env": "dev"}, "limits": {"concurrency": 5}},
            {"tags": {"team": "batch"}, "priority": "batch"},
            {"tags": {"cost": "x"}, "limits": {"tokens_per_day": 7}, "priority": "interactive"},
        )
    )
    assert said == (
        Said("limits.concurrency", 5, "defaults"),
        Said("limits.tokens_per_day", 7, "client"),
        Said("priority", "interactive", "client"),
        Said("tags.cost", "x", "client"),
        Said("tags.env", "dev", "defaults"),
        Said("tags.team", "batch", "group"),
    )


def test_what_is_denied_adds_up_and_what_is_allowed_does_not():
    said = merge(
        layers(
            {"models": {"allow": ["a"], "deny": ["x"]}},
            {"models": {"deny": ["y", "x"]}},
            {"models": {"allow": ["b"], "deny": []}},
        )
    )
    assert said == (
        Said("models.allow", ["b"], "client"),
        Said("models.deny", ["x", "y"], "defaults, group"),
    )


def test_a_groups_limits_and_budgets_are_no_members_own():
    said = merge(
        layers(
            {}, {"limits": {"concurrency": 1}, "budgets": [{"amount_usd": 1}]}, {"own_keys": True}
        )
    )
    assert said == (Said("own_keys", True, "client"),)


def test_an_empty_list_says_none_where_nothing_would_say_all():
    (said,) = merge(layers({"operations": ["chat"]}, {}, {"operations": []}))
    assert said == Said("operations", [], "client")
    assert policy("a", [said], {}).operations == frozenset()


def test_a_policy_is_what_was_said_and_its_accounts():
    group = GroupSettings.model_validate(
        {"limits": {"concurrency": 1}, "budgets": [{"amount_usd": 2, "alert_at": []}]}
    )
    said = merge(
        layers(
            {"limits": {"requests_per_minute": 60}},
            {"priority": "batch"},
            {
                "operations": ["chat"],
                "models": {"allow": ["m"]},
                "providers": {"deny": ["openai"]},
                "tags": {"b": "2", "a": "1"},
                "own_keys": True,
                "budgets": [{"amount_usd": "0.5", "alert_at": []}],
            },
        )
    )
    assert policy("a", said, {"batch": group}) == Policy(
        operations=frozenset({Operation.CHAT}),
        providers=Choice((), ("openai",)),
        models=Choice(("m",)),
        own_keys=True,
        priority="batch",
        tags=(("a", "1"), ("b", "2")),
        allowances=(
            Allowance(
                "client:a",
                Limits(requests_per_minute=60),
                (Budget(amount=500_000_000, period="month"),),
            ),
            Allowance(
                "group:batch",
                Limits(concurrency=1),
                (Budget(amount=2_000_000_000, period="month"),),
            ),
        ),
    )


def test_where_nothing_is_said_everything_is_open():
    assert policy("a", (), {}) == Policy(allowances=(Allowance("client:a"),))
