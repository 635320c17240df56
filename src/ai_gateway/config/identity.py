"""Finds what does not go together in the sections on who calls."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from ai_gateway.auth.client_settings import ClientSettings, GroupSettings
from ai_gateway.auth.identifier import LOCAL
from ai_gateway.config.document import Document, Path
from ai_gateway.config.mistakes import Finding
from ai_gateway.config.secrecy import shown
from ai_gateway.config.settings import Settings
from ai_gateway.providers.catalogue import catalogue

# Neither a slash, which stands in the names of clients that are not listed, nor a colon.
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_KEY_ID = re.compile(r"[A-Za-z0-9]+")
_WHAT_A_NAME_IS = "lower-case letters, digits and . _ -"


def identity_findings(settings: Settings, document: Document) -> Iterator[Finding]:
    """Yield every mistake that only several values of these sections together make."""
    yield from _names(settings)
    yield from _issuers(settings, document)
    yield from _keys(settings, document)
    yield from _budgets(("client_defaults",), settings.client_defaults)
    for group, said in settings.client_groups.items():
        yield from _providers(("client_groups", group), said, settings, document)
        yield from _budgets(("client_groups", group), said)
    for name, client in settings.clients.items():
        yield from _client(name, client, settings, document)
        yield from _budgets(("clients", name), client)
    yield from _twice(settings)
    if not settings.auth.enabled and (settings.clients or settings.client_groups):
        yield (
            ("clients",) if settings.clients else ("client_groups",),
            "clients, and nobody has to say who calls",
            "the section auth",
            "add auth.issuers, or set auth.gateway_keys: true",
        )


def is_loopback(host: str) -> bool:
    """Tell whether an address or name is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _names(settings: Settings) -> Iterator[Finding]:
    sections: dict[Path, list[str]] = {
        ("auth", "issuers"): list(settings.auth.issuers),
        ("client_groups",): list(settings.client_groups),
        ("clients",): list(settings.clients),
    }
    for path, names in sections.items():
        for name in names:
            if not _NAME.fullmatch(name):
                yield (*path, name), "a name that cannot be one", _WHAT_A_NAME_IS, "change it"


def _issuers(settings: Settings, document: Document) -> Iterator[Finding]:
    auth = settings.auth
    urls: dict[str, str] = {}
    for name, issuer in auth.issuers.items():
        path: Path = ("auth", "issuers", name)
        if name == LOCAL:
            yield path, "the name of the gateway's own issuer", "another name", "change it"
        for key, url in (("url", issuer.url), ("jwks_uri", issuer.jwks_uri or "https:")):
            if url.startswith("http:") and not is_loopback(urlsplit(url).hostname or ""):
                yield (
                    (*path, key),
                    f"found {shown(document, (*path, key))}",
                    "https://: whoever can change the issuer's keys on their way can be anybody",
                    "write https://",
                )
        if issuer.url in urls:
            yield (
                (*path, "url"),
                f"the address of auth.issuers.{urls[issuer.url]} too",
                "an issuer once",
                "leave one of the two out",
            )
        urls[issuer.url] = name
    if auth.local_issuer.enabled and not is_loopback(settings.admin.host):
        yield (
            ("auth", "local_issuer", "enabled"),
            "the local issuer on a listener that others reach",
            "admin.host to be a loopback address: it is for laptops and tests, and without TLS",
            "use an issuer such as Cognito, or set admin.host to 127.0.0.1",
        )


def _keys(settings: Settings, document: Document) -> Iterator[Finding]:
    for name, key in settings.auth.keys.items():
        path: Path = ("auth", "keys", name)
        if not _KEY_ID.fullmatch(name):
            yield path, "an id that cannot be one", "letters and digits", "write the key's own id"
        if not _NAME.fullmatch(key.client):
            yield (
                (*path, "client"),
                f"found {shown(document, (*path, 'client'))}",
                _WHAT_A_NAME_IS,
                "write the name of a client",
            )


def _client(
    name: str, client: ClientSettings, settings: Settings, document: Document
) -> Iterator[Finding]:
    path: Path = ("clients", name)
    yield from _providers(path, client, settings, document)
    for i, group in enumerate(client.groups):
        if group not in settings.client_groups:
            yield (
                (*path, "groups", i),
                f"found {shown(document, (*path, 'groups', i))}",
                f"a group: one of {', '.join(sorted(settings.client_groups)) or 'none yet'}",
                "correct it, or add the group to client_groups",
            )
    issuers = settings.auth.issuers
    if client.issuer is not None and client.issuer not in issuers:
        yield (
            (*path, "issuer"),
            f"found {shown(document, (*path, 'issuer'))}",
            f"an issuer: one of {', '.join(sorted(issuers)) or 'none yet'}",
            "correct it, or add the issuer to auth.issuers",
        )
    if client.id is not None and client.issuer is None and len(issuers) > 1:
        yield (
            (*path, "issuer"),
            "missing, and there are several issuers",
            "the one whose tokens say this id, since another could give the id to somebody else",
            f"add one of {', '.join(sorted(issuers))}",
        )


def _providers(
    path: Path, said: GroupSettings, settings: Settings, document: Document
) -> Iterator[Finding]:
    known = {*catalogue(), *settings.providers}
    for key, names in (("allow", said.providers.allow), ("deny", said.providers.deny)):
        for i, name in enumerate(names):
            place = (*path, "providers", key, i)
            if not name.endswith("*") and name not in known:
                yield (
                    place,
                    f"found {shown(document, place)}",
                    f"a provider: one of {', '.join(sorted(known))}",
                    "correct it, or add the provider to the section providers",
                )


def _budgets(path: Path, said: GroupSettings) -> Iterator[Finding]:
    seen: set[tuple[str, str | None, str, bool]] = set()
    for i, budget in enumerate(said.budgets or ()):
        counted = (budget.period, budget.model, budget.timezone, budget.hard)
        if counted in seen:
            yield (
                (*path, "budgets", i),
                "a second budget that counts the same",
                "budgets that differ in period, model, timezone or hard",
                "keep the smaller one; its alert_at can have several shares",
            )
        seen.add(counted)


def _twice(settings: Settings) -> Iterator[Finding]:
    seen: dict[tuple[str | None, str], str] = {}
    for name, client in settings.clients.items():
        if client.id is None:
            continue
        first = seen.setdefault((client.issuer, client.id), name)
        if first != name:
            yield (
                ("clients", name, "id"),
                f"the id of clients.{first} too",
                "an id of its own",
                "leave it with one of the two",
            )
