"""The catalogue: providers whose dialect is known, as data and no Python."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from ai_gateway.core.operation import Operation

CredentialKind = Literal["bearer", "x-api-key", "api-key", "none"]


class CatalogueEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a provider before the operator says anything.

    `base_url` is None where only the operator can know it; `key` is the environment variable
    that holds its key; `quirks` names the class in `builtin.py` for what data cannot say.
    """

    credential: CredentialKind
    operations: frozenset[Operation]
    source: str
    base_url: str | None = None
    key: str | None = None
    headers: dict[str, str] = {}
    quirks: str | None = None


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """Return every catalogued provider by name, read once from `catalogue.toml`."""
    text = files("ai_gateway.providers").joinpath("catalogue.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, CatalogueEntry])
