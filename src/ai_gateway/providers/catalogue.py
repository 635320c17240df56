"""The catalogue: providers whose dialect is known, as data and no Python."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from ai_gateway.core.operation import Operation
from ai_gateway.dialects.openai_chat.quirks import Quirks

CredentialKind = Literal["bearer", "x-api-key", "api-key", "x-goog-api-key", "none"]


class CatalogueEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a provider before the operator says anything.

    `base_url` is None where only the operator can know it, or where it follows from settings of
    the provider's own; `key` is the environment variable
    that holds its key; `quirks` names the class in `builtin.py` for what data cannot say.
    `variables` are environment variables by the setting that they stand in for where it is not
    written. `foreign` is the operation by which it answers callers of other dialects, `chat` in
    what its chat completions differ from OpenAI's.
    """

    credential: CredentialKind
    operations: frozenset[Operation]
    source: str
    base_url: str | None = None
    key: str | None = None
    headers: dict[str, str] = {}
    variables: dict[str, str] = {}
    quirks: str | None = None
    foreign: Operation | None = None
    chat: Quirks = Quirks()


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """Return every catalogued provider by name, read once from `catalogue.toml`."""
    text = files("ai_gateway.providers").joinpath("catalogue.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, CatalogueEntry])
