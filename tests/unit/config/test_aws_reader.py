"""AWS is asked only where the configuration asks for something."""

from collections.abc import Mapping

import pytest

from ai_gateway.config import aws
from ai_gateway.config.aws_reader import AwsRefused, AwsWhereNeeded


class Told:
    """Gives what it was made with."""

    made = 0

    def __init__(self, environment: Mapping[str, str]) -> None:
        Told.made += 1
        self._environment = environment

    def object(self, bucket: str, key: str, version: str | None, most: int) -> bytes:
        return f"{bucket}/{key}?{version}:{most}".encode()

    def secret(self, name: str) -> str | None:
        return self._environment.get(name)


def test_it_is_made_at_the_first_question_and_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(aws, "Aws", Told)
    reader = AwsWhereNeeded({"a": "b"})
    assert Told.made == 0
    assert reader.object("bucket", "key", None, 9) == b"bucket/key?None:9"
    assert (reader.secret("a"), reader.secret("c")) == ("b", None)
    assert Told.made == 1


def test_a_refusal_says_why_and_what_to_do():
    refused = AwsRefused("it is not there", "make it")
    assert (refused.found, refused.next_step) == ("it is not there", "make it")
    assert str(refused) == "it is not there; make it"
