"""The settings as a flat list."""

from pydantic import BaseModel, SecretStr

from ai_gateway.config.fields import matches, settings_fields
from ai_gateway.config.settings import Settings


class Leaf(BaseModel):
    token: SecretStr | None = None
    names: dict[str, str] = {}


class Tree(BaseModel):
    leaf: Leaf
    perhaps: Leaf | None = None
    leaves: dict[str, Leaf] = {}
    number: int = 1


def test_every_field_is_listed_once_parents_first():
    paths = [".".join(field.path) for field in settings_fields(Tree)]
    assert paths == [
        *("leaf", "leaf.token", "leaf.names"),
        *("perhaps", "perhaps.token", "perhaps.names"),
        *("leaves", "leaves.*.token", "leaves.*.names"),
        "number",
    ]


def test_secrets_and_chosen_names_are_told_apart():
    fields = {".".join(field.path): field for field in settings_fields(Tree)}
    assert [path for path, field in fields.items() if field.secret] == [
        "leaf.token",
        "perhaps.token",
        "leaves.*.token",
    ]
    assert fields["leaves"].keyed
    assert fields["leaf.names"].keyed
    assert not fields["number"].keyed
    assert fields["perhaps"].model is Leaf


def test_a_pattern_stands_for_the_names_that_an_operator_chooses():
    assert matches(("providers", "*", "api_key"), ("providers", "my-own", "api_key"))
    assert not matches(("providers", "*", "api_key"), ("providers", "my-own"))
    assert not matches(("providers", "*", "api_key"), ("providers", "my-own", "models"))


def test_every_setting_says_what_it_is():
    assert [field.path for field in settings_fields(Settings) if not field.info.description] == []
