"""Clients are found by what their credentials say, and nobody is taken for another."""

import pytest

from ai_gateway.auth.client_settings import ClientDefaults, ClientSettings, GroupSettings
from ai_gateway.auth.directory import Directory

DIRECTORY = Directory(
    {
        "a": ClientSettings(id="one", groups=("g",), scopes=("invoke",)),
        "b": ClientSettings(id="two", issuer="okta"),
        "keys-only": ClientSettings(enabled=False),
    },
    {"g": GroupSettings(priority="batch")},
    ClientDefaults(tags={"env": "dev"}),
)


def test_a_client_is_known_by_its_id_at_any_issuer_or_at_its_own():
    assert DIRECTORY.of_token("cognito", "one").name == "a"
    assert DIRECTORY.of_token("okta", "two").name == "b"
    assert DIRECTORY.of_token("cognito", "two").name == "cognito/two"


@pytest.mark.parametrize("client_id", ["a", "b", "keys-only", "three"])
def test_an_id_that_is_anothers_name_makes_nobody_that_other(client_id: str):
    client = DIRECTORY.of_token("cognito", client_id)
    assert client.name == f"cognito/{client_id}"
    assert [each.name for each in client.policy.allowances] == [f"client:cognito/{client_id}"]


def test_whoever_is_not_listed_has_the_defaults():
    client = DIRECTORY.named("laptop")
    assert (client.name, client.enabled, client.groups) == ("laptop", True, ())
    assert client.policy.tags == (("env", "dev"),)


def test_groups_and_defaults_are_merged_in():
    client = DIRECTORY.named("a")
    assert client.policy.priority == "batch"
    assert [each.name for each in client.policy.allowances] == ["client:a", "group:g"]
    assert {each.path: each.origin for each in client.said} == {
        "priority": "client_groups.g",
        "scopes": "clients.a",
        "tags.env": "client_defaults",
    }


def test_a_policy_takes_scopes_away_and_adds_none():
    both = frozenset({"invoke", "admin"})
    assert DIRECTORY.named("a").effective(both) == {"invoke"}
    assert DIRECTORY.named("a").effective(frozenset({"admin"})) == frozenset()
    assert DIRECTORY.named("b").effective(both) == both


def test_a_client_may_be_off():
    assert not DIRECTORY.named("keys-only").enabled
    assert [client.name for client in DIRECTORY] == ["a", "b", "keys-only"]
