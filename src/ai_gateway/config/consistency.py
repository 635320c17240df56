"""Finds settings that are right one by one and wrong together."""

import re
from collections.abc import Iterator

from pydantic import SecretStr

from ai_gateway.config.document import Document, Path, dotted
from ai_gateway.config.identity import identity_findings, is_loopback
from ai_gateway.config.mistakes import Finding, Mistake
from ai_gateway.config.secrecy import shown
from ai_gateway.config.settings import Settings
from ai_gateway.providers.address import Address
from ai_gateway.providers.catalogue import CatalogueEntry, catalogue
from ai_gateway.providers.settings import ProviderSettings

# It stands before a slash in `model` and in a header field.
_PROVIDER_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
# RFC 9110, sections 5.1 and 5.5; the value without what could begin another field.
_FIELD_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_FIELD_VALUE = re.compile(r"[\x20-\x7e\xa0-\xff]*")
_CREDENTIAL = re.compile(r"[\x21-\x7e]+")
# Each call's own: the credential, the address, the framing.
_RESERVED_FIELDS = frozenset(
    {
        *("authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie"),
        *("host", "connection", "proxy-authorization", "content-length", "transfer-encoding"),
    }
)
_SECTIONS = {
    "azure": ("azure-openai", None),
    "bedrock": ("bedrock", "`bedrock: {region: us-east-1}`, or the variable AWS_REGION"),
    "vertex": (
        "vertex-ai",
        "`vertex: {project: my-project}`, or the variable GOOGLE_CLOUD_PROJECT",
    ),
}
"""A vendor's own settings: whose they are, and what it cannot do without them."""

_WHY_LOOPBACK = (
    "write 127.0.0.1, ::1 or localhost, or say in the section auth whose tokens and keys are good: "
    "without authentication the gateway listens on loopback only"
)


def inconsistencies(settings: Settings, document: Document) -> list[Mistake]:
    """Return every mistake that only several values together make."""
    found = [
        *_listeners(settings, document),
        *(
            mistake
            for name, provider in settings.providers.items()
            for mistake in _provider(name, provider, document)
        ),
        *_routing(settings, document),
        *identity_findings(settings, document),
    ]
    return [
        Mistake(dotted(path), what, next_step, expected, document.line(path))
        for path, what, expected, next_step in found
    ]


def _listeners(settings: Settings, document: Document) -> Iterator[Finding]:
    edge, admin = settings.edge, settings.admin
    for section, host in (("edge", edge.host), ("admin", admin.host)):
        if not settings.auth.enabled and not is_loopback(host):
            yield (
                (section, "host"),
                f"found {shown(document, (section, 'host'))}",
                "a loopback address",
                _WHY_LOOPBACK,
            )
    if edge.port == admin.port != 0 and edge.host == admin.host:
        yield (
            ("admin", "port"),
            f"found {admin.port}, which is edge.port too",
            "a port of its own",
            "choose another port for one of the two",
        )


def _provider(name: str, provider: ProviderSettings, document: Document) -> Iterator[Finding]:
    path: Path = ("providers", name)
    if not _PROVIDER_NAME.fullmatch(name):
        yield (
            path,
            "the name of a provider that cannot be one",
            "lower-case letters, digits and . _ -",
            "give it another name, and say with `like` which provider it is like",
        )
    yield from _headers(path, provider)
    yield from _unsendable(path, provider)
    entry = catalogue().get(provider.like or name)
    if entry is None:
        like: Path = (*path, "like")
        yield (
            like,
            f"missing, and {name} is not in the catalogue"
            if provider.like is None
            else f"found {shown(document, like)}",
            f"one of {', '.join(sorted(catalogue()))}",
            "write `like: openai` and its base_url for a server that is compatible with OpenAI",
        )
        return
    if provider.base_url is not None:
        yield from _address(path, provider.base_url)
    elif entry.quirks == "azure-openai":
        yield (
            (*path, "base_url"),
            "missing",
            "the address of your own resource, https://RESOURCE.openai.azure.com",
            "add it",
        )
    yield from _sections(path, provider, entry)
    yield from _azure(path, provider)


def _address(path: Path, base_url: str) -> Iterator[Finding]:
    try:
        Address.parse(base_url)
    except ValueError:
        yield (
            (*path, "base_url"),
            "an address that leads nowhere",
            "http:// or https://, a host, a port below 65536, and a path in ASCII",
            "correct it",
        )


def _sections(path: Path, provider: ProviderSettings, entry: CatalogueEntry) -> Iterator[Finding]:
    """Find settings of one vendor at another, and of a vendor that cannot do without them."""
    said = {"azure": provider.azure, "bedrock": provider.bedrock, "vertex": provider.vertex}
    for section, (quirks, needed) in _SECTIONS.items():
        if said[section] is not None and entry.quirks != quirks:
            yield (
                (*path, section),
                f"settings of {quirks} for another provider",
                f"them only for {quirks} and providers like it",
                f"leave the section out, or write `like: {quirks}`",
            )
        if said[section] is None and entry.quirks == quirks and needed is not None:
            yield ((*path, section), "missing", needed, "add it")


def _azure(path: Path, provider: ProviderSettings) -> Iterator[Finding]:
    azure = provider.azure
    if azure is None:
        return
    if not azure.api_version.isascii():
        yield (
            (*path, "azure", "api_version"),
            "no API version",
            "v1, or a date such as 2024-10-21",
            "correct it",
        )
    credentials = (provider.api_key, azure.entra, azure.entra_token)
    if sum(credential is not None for credential in credentials) > 1:
        yield (
            (*path, "azure"),
            "more than one credential",
            "one of api_key, azure.entra and azure.entra_token",
            "keep one of them",
        )


def _unsendable(path: Path, provider: ProviderSettings) -> Iterator[Finding]:
    secrets: dict[Path, SecretStr | None] = {(*path, "api_key"): provider.api_key}
    if provider.azure is not None:
        secrets[(*path, "azure", "entra_token")] = provider.azure.entra_token
    for place, secret in secrets.items():
        if secret is not None and not _CREDENTIAL.fullmatch(secret.get_secret_value()):
            yield (
                place,
                "a key with a character that no header field can carry",
                "printable ASCII without spaces",
                "look for a line end or a quotation mark around the variable's value",
            )


def _headers(path: Path, provider: ProviderSettings) -> Iterator[Finding]:
    for name, value in provider.headers.items():
        if name.lower() in _RESERVED_FIELDS:
            yield (
                (*path, "headers", name),
                "a header field that the gateway itself writes",
                "any other; a credential belongs in api_key",
                "leave it out",
            )
        elif not (_FIELD_NAME.fullmatch(name) and _FIELD_VALUE.fullmatch(value)):
            yield (
                (*path, "headers", name),
                "not a header field",
                "a name of letters, digits and -, and a value on one line",
                "correct it",
            )


def _routing(settings: Settings, document: Document) -> Iterator[Finding]:
    written = document.data.get("providers")
    # A provider that has mistakes of its own is there all the same.
    known = {*catalogue(), *settings.providers, *(written if isinstance(written, dict) else ())}
    chosen: list[tuple[Path, str]] = [
        (("routing", "default_providers", dialect), name)
        for dialect, name in settings.routing.default_providers.items()
    ]
    chosen += [
        (("routing", "models", alias, "provider"), target.provider)
        for alias, target in settings.routing.models.items()
    ]
    for path, name in chosen:
        if name not in known:
            yield (
                path,
                f"found {shown(document, path)}",
                f"a provider: one of {', '.join(sorted(known))}",
                "correct it, or add the provider to the section providers",
            )
