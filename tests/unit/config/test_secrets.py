"""The secrets of one load."""

import pytest

from ai_gateway.config.aws_reader import AwsRefused
from ai_gateway.config.secrets import Secrets
from tests.unit.config.aws_values import AwsValues

HELD = '{"key": "sk-1", "empty": "", "null": null, "number": 5}'


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("plain", None, "sk-0"),
        ("object", None, HELD),
        ("object", "key", "sk-1"),
        ("object", "empty", None),
        ("object", "null", None),
        ("object", "other", None),
        ("missing", None, None),
        ("missing", "key", None),
    ],
)
def test_a_value_is_the_whole_or_what_stands_under_a_key(
    name: str, key: str | None, value: str | None
):
    assert Secrets(AwsValues({"plain": "sk-0", "object": HELD})).value(name, key) == value


@pytest.mark.parametrize(
    ("name", "key", "says"),
    [
        ("plain", "key", "secret plain is no JSON object"),
        ("list", "key", "secret list is no JSON object"),
        ("object", "number", "key number of secret object is no text"),
    ],
)
def test_a_key_of_what_has_none_is_refused_without_showing_it(name: str, key: str, says: str):
    values = AwsValues({"plain": "sk-0", "list": '["sk-0"]', "object": HELD})
    with pytest.raises(AwsRefused, match=says) as raised:
        Secrets(values).value(name, key)
    assert "sk-0" not in str(raised.value)
    assert raised.value.__context__ is None


def test_each_is_fetched_once_and_so_is_a_refusal():
    values = AwsValues({"object": HELD}, denied=frozenset({"denied"}))
    secrets = Secrets(values)
    for _ in range(3):
        secrets.value("object", "key")
        secrets.value("missing", None)
        with pytest.raises(AwsRefused, match="denied"):
            secrets.value("denied", None)
    assert values.read == {"object": 1, "missing": 1, "denied": 1}
