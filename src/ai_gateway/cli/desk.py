"""What the commands on clients work with: the file of keys, the pools, the audit."""

import os
import pwd
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from ai_gateway.app import WALL_CLOCK
from ai_gateway.auth.audit import AuditLog, Event
from ai_gateway.auth.claims import is_cognito
from ai_gateway.auth.credential_file import CredentialFile
from ai_gateway.auth.settings import IssuerSettings
from ai_gateway.cli.cognito import Pool, PoolFailed, pool_of
from ai_gateway.cli.terminal import fail
from ai_gateway.config.settings import Settings

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")

T = TypeVar("T")


class Desk:
    """Settings, the file of gateway keys, and a line in the audit for each thing that was done."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.file = CredentialFile(settings.auth.directory)
        self.now = WALL_CLOCK

    def check_name(self, name: str) -> None:
        """Leave with 1 where no client can have that name."""
        if not _NAME.fullmatch(name):
            fail(f"{name[:80]!r} cannot be a name: expected lower-case letters, digits and . _ -")

    def issuer(self, name: str) -> IssuerSettings:
        """Return the issuer of that name, or leave with 1."""
        issuers = self.settings.auth.issuers
        if name not in issuers:
            known = ", ".join(sorted(issuers)) or "none yet"
            fail(f"{name[:80]!r} is no issuer of auth.issuers: expected one of {known}.")
        return issuers[name]

    def pool(self, name: str) -> Pool:
        """Return the Cognito pool that the issuer of that name is, or leave with 1."""
        issuer = self.issuer(name)
        if not is_cognito(issuer.url):
            fail(f"auth.issuers.{name} is no Cognito pool: manage its clients where it is.")
        return pool_of(issuer.url)

    def names(self, name: str, scopes: Sequence[str]) -> list[str]:
        """Return scopes as the issuer of that name spells them."""
        issuer = self.issuer(name)
        spelt = {"invoke": issuer.scope, "admin": issuer.admin_scope}
        return [spelt[scope] for scope in scopes]

    def ask(self, work: Callable[[], T]) -> T:
        """Return what `work` does at a pool, or leave with 1."""
        try:
            return work()
        except PoolFailed as error:
            fail(str(error))

    def note(self, what: str, on: str) -> None:
        """Put on record what was done, and by which account of this machine."""
        auth = self.settings.auth
        path = auth.audit_file or auth.directory / "audit.jsonl"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("ab") as output:
            AuditLog(output, self.now).note(Event(what, "done", who=_account(), on=on))


def _account() -> str:
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
