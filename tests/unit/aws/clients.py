"""Clients that answer what a test tells them, for what the simulated account does not know."""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

Answer = Callable[..., Any]


class Told:
    """A client whose operations are `answers`; whatever else is asked of it fails the test."""

    def __init__(self, **answers: Answer) -> None:
        self._answers = answers

    def __getattr__(self, operation: str) -> Answer:
        return self._answers[operation]


class ToldSession:
    """A session of such clients, by service."""

    region = "eu-west-1"

    def __init__(self, clients: Mapping[str, Told]) -> None:
        self._clients = clients

    def client(self, service: str, region: str | None = None) -> Told:
        return self._clients[service]

    def account(self) -> str:
        return "123456789012"


def refusing(code: str, operation: str = "Operation") -> Answer:
    """Return an operation that AWS refuses."""

    def refuse(**asked: object) -> None:
        raise ClientError({"Error": {"Code": code, "Message": "no"}}, operation)

    return refuse


def always(value: object) -> Answer:
    """Return an operation that answers this."""

    def answer(**asked: object) -> object:
        return value

    return answer
