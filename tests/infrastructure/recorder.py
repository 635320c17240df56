"""A plugin for pytest that writes down which operations of AWS the gateway calls.

Given as `-p tests.infrastructure.recorder` with the file's name in AI_GATEWAY_RECORD. What goes
through botocore's clients is seen at botocore. Requests to Bedrock, which the gateway signs and
sends itself, are seen where they are signed, and named by botocore's own model of the service.
"""

import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.client import BaseClient

from ai_gateway.providers.bedrock.signature import Signer

_BEDROCK = ("bedrock-runtime", "bedrock")


class Unknown(Exception):
    """A request was signed that is no operation of Bedrock's."""


@cache
def _operations() -> list[tuple[str, re.Pattern[str], str]]:
    session = botocore.session.Session()
    found: list[tuple[str, re.Pattern[str], str]] = []
    for service in _BEDROCK:
        model = session.get_service_model(service)
        for name in model.operation_names:
            http = model.operation_model(name).http
            path = re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(http["requestUri"].split("?")[0]))
            found.append((http["method"], re.compile(f"(?:.*?){path}/?$"), f"bedrock:{name}"))
    return found


def operation(method: str, target: bytes) -> str:
    """Return the operation of a request to Bedrock. Raises `Unknown`."""
    path = target.decode().partition("?")[0]
    for of_method, pattern, name in _operations():
        if method == of_method and pattern.fullmatch(path):
            return name
    raise Unknown(f"{method} {path} is no operation of Bedrock's.")


def _gateway_asks() -> bool:
    """Say whether the gateway's own code calls, and not a test that prepares something."""
    frame = sys._getframe(2)
    while frame.f_back is not None and _of(frame.f_globals, "botocore", "boto3"):
        frame = frame.f_back
    return _of(frame.f_globals, "ai_gateway")


def _of(module: dict[str, Any], *packages: str) -> bool:
    return str(module.get("__name__", "")).partition(".")[0] in packages


@pytest.fixture(scope="session", autouse=True)
def recorded_operations() -> Iterator[None]:
    """Record while the session's tests run, and write what was seen."""
    seen: set[str] = set()
    call: Any = vars(BaseClient)["_make_api_call"]
    fields = Signer.fields

    def _make_api_call(self: Any, name: str, parameters: dict[str, Any]) -> Any:
        if _gateway_asks():
            versioned = "Version" if parameters.get("VersionId") else ""
            seen.add(f"{self.meta.service_model.signing_name}:{name}{versioned}")
        return call(self, name, parameters)

    def signed_fields(self: Signer, key: Any, method: str, host: str, *rest: Any) -> Any:
        if _gateway_asks():
            seen.add(operation(method, rest[0]))
        return fields(self, key, method, host, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", _make_api_call)
        patch.setattr(Signer, "fields", signed_fields)
        yield
    Path(os.environ["AI_GATEWAY_RECORD"]).write_text("\n".join(sorted(seen)))
