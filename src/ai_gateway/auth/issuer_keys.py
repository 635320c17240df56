"""The keys of one issuer: fetched when they are needed, renewed, and kept through an outage."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Protocol

from ai_gateway.auth.jwk import VerificationKey
from ai_gateway.auth.settings import AuthSettings
from ai_gateway.core.errors import IssuerUnavailable

_log = logging.getLogger(__name__)

Fetch = Callable[[], Awaitable[Mapping[str, VerificationKey]]]
"""Fetches the issuer's keys; raises `KeysNotFetched` where they cannot be had."""

Spawn = Callable[[Coroutine[Any, Any, None], str], "asyncio.Task[None]"]
"""Runs work beside the calls; see `ai_gateway.background.supervisor.Supervisor.spawn`."""


class KeysNotFetched(Exception):
    """An issuer's keys could not be had; the message says why, and holds no secret."""


class IssuerKeys(Protocol):
    """Whoever knows the keys of an issuer."""

    async def key(self, kid: str) -> VerificationKey | None:
        """Return the key `kid`, None where the issuer has no such key.

        Raises `IssuerUnavailable` where that cannot be told.
        """
        ...

    @property
    def good_until(self) -> float:
        """When the keys have to be asked for again, on the clock of the loop."""
        ...


class FetchedKeys:
    """Keys that are fetched: at first use, every `keys_refresh` seconds, and for an unknown id.

    Calls share one fetch. Between two there are at least `keys_refetch` seconds, whatever ids
    callers make up. Where a fetch fails, the known keys hold for `keys_grace` seconds after the
    last that did not. `clock` is monotonic, in seconds.
    """

    def __init__(
        self,
        name: str,
        fetch: Fetch,
        settings: AuthSettings,
        spawn: Spawn,
        clock: Callable[[], float],
    ) -> None:
        self._name = name
        self._fetch = fetch
        self._settings = settings
        self._spawn = spawn
        self._clock = clock
        self._keys: Mapping[str, VerificationKey] = {}
        self._fetched: float | None = None
        self._tried: float | None = None
        self._task: asyncio.Task[None] | None = None
        self._failure = ""

    @property
    def good_until(self) -> float:
        """When a token has to be judged again: keys may be withdrawn by then."""
        fetched = self._clock() if self._fetched is None else self._fetched
        if self._failure:
            return fetched + self._settings.keys_grace
        return fetched + self._settings.keys_refresh

    async def key(self, kid: str) -> VerificationKey | None:
        """Return the key `kid`; see `IssuerKeys`."""
        now = self._clock()
        if self._fetched is None or now - self._fetched >= self._settings.keys_refresh:
            self._refetch(now)
        usable = self._fetched is not None and now - self._fetched < self._settings.keys_grace
        key = self._keys.get(kid) if usable else None
        if key is not None:
            return key  # a fetch that runs now is for the calls after this one
        self._refetch(now)
        if self._task is not None:
            await asyncio.shield(self._task)
        if self._fetched is None or self._clock() - self._fetched >= self._settings.keys_grace:
            raise IssuerUnavailable(
                f"The keys of the issuer {self._name} cannot be had ({self._failure}), so that no "
                "token of it can be judged. Try again shortly; the operator should look at "
                f"auth.issuers.{self._name}.",
                retry_after=max(1, round(self._settings.keys_refetch)),
            )
        return self._keys.get(kid)

    def _refetch(self, now: float) -> None:
        """Begin a fetch, unless one runs or the last one began too short a time ago."""
        if self._task is not None:
            return
        if self._tried is not None and now - self._tried < self._settings.keys_refetch:
            return
        self._tried = now
        self._task = self._spawn(self._renew(), f"keys of issuer {self._name}")

    async def _renew(self) -> None:
        try:
            self._keys = await self._fetch()
        except KeysNotFetched as error:
            self._failure = str(error)
            _log.warning("the keys of issuer %s could not be fetched: %s", self._name, error)
        else:
            self._failure = ""
            self._fetched = self._clock()
        finally:
            self._task = None
