"""The listener that an older provider does not know, checked by the resource's published schema."""

import json
from pathlib import Path
from typing import Any

import hcl2
import pytest

from tests.infrastructure.tree import LISTENER, SOURCE, without_jwt

SCHEMA = json.loads((Path(__file__).parent / "listener_schema.json").read_text())
"""Blocks of aws_lb_listener as version 6.24 of the provider publishes them: for each, the
arguments it must have and those it may have; `blocks` are the blocks in it."""


def _listener(text: str) -> dict[str, Any]:
    found: dict[str, Any] = hcl2.loads(text)
    (resource,) = found["resource"]
    ((kind, named),) = resource.items()
    assert kind == '"aws_lb_listener"'
    ((name, listener),) = named.items()
    assert name == '"https"'
    return listener


def _check(block: dict[str, Any], schema: dict[str, Any], path: str) -> None:
    arguments = {name for name in block if not name.startswith("__")}
    blocks = set(schema.get("blocks", {}))
    given = arguments - blocks - {"count", "dynamic"}
    assert given <= {*schema["required"], *schema["optional"]}, path
    assert set(schema["required"]) <= given, path
    inner = {name: block[name] for name in arguments & blocks}
    for dynamic in block.get("dynamic", []):
        for quoted, content in dynamic.items():
            name = quoted.strip('"')
            assert name in blocks, path
            inner[name] = inner.get(name, []) + content["content"]
    for name, found in inner.items():
        for one in found:
            _check(one, schema["blocks"][name], f"{path}.{name}")


def test_the_listener_has_what_the_schema_asks_for_and_nothing_else() -> None:
    _check(_listener((SOURCE / LISTENER).read_text()), SCHEMA, "aws_lb_listener")


def test_tokens_are_validated_first_and_by_their_scopes() -> None:
    listener = _listener((SOURCE / LISTENER).read_text())
    (dynamic,) = listener["dynamic"]
    (action,) = dynamic['"default_action"']["content"]
    assert action["type"] == '"jwt-validation"'
    (validation,) = action["jwt_validation"]
    assert validation["jwks_endpoint"].endswith('/.well-known/jwks.json"')
    (claim,) = validation["additional_claim"]
    assert claim["name"] == '"scope"'
    assert claim["format"] == '"space-separated-values"'
    (forward,) = listener["default_action"]
    assert forward["type"] == '"forward"'


def test_the_copy_for_older_providers_lacks_that_action_and_nothing_else() -> None:
    text = (SOURCE / LISTENER).read_text()
    whole, plain = _listener(text), _listener(without_jwt(text))
    assert "dynamic" not in plain
    del whole["dynamic"]
    assert plain == whole


def test_a_listener_that_has_changed_its_shape_is_not_swapped_silently() -> None:
    with pytest.raises(ValueError, match="has 0 blocks"):
        without_jwt('resource "aws_lb_listener" "https" {}')


@pytest.mark.parametrize("slip", ["jwks_url", "additional_claims"])
def test_the_check_finds_an_argument_that_the_schema_lacks(slip: str) -> None:
    text = (SOURCE / LISTENER).read_text()
    wrong = text.replace("jwks_endpoint", slip, 1)
    with pytest.raises(AssertionError):
        _check(_listener(wrong), SCHEMA, "aws_lb_listener")
