"""Scripts on a server that speaks the Redis protocol."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

import redis.asyncio
from redis.asyncio.cluster import RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import NoScriptError, RedisError

from ai_gateway.store.contract import StoreUnavailable
from ai_gateway.store.redis.script import Script
from ai_gateway.store.settings import RedisSettings

Argument = str | int

Reply = bytes | int | list["Reply"] | None
"""What a script gives."""


# redis-py passes on what the event loop says of a connection that is closed in the middle: uvloop
# says RuntimeError where asyncio says nothing, and a reader that is cut short EOFError.
_FAILURES = (RedisError, OSError, TimeoutError, EOFError, RuntimeError)


class _Server(Protocol):
    # What a single server and a cluster have in common.
    async def execute_command(self, *args: Argument) -> Reply: ...

    async def aclose(self) -> None: ...


class Client:
    """Runs scripts, one round trip each.

    A connection that the server closed while it was idle is replaced and the script sent again;
    a server that does not answer is not asked twice. Raises `StoreUnavailable`.
    """

    def __init__(self, settings: RedisSettings) -> None:
        self._name = f"{settings.host}:{settings.port}"
        self._room = asyncio.Semaphore(settings.connections)
        self._timeout = settings.timeout
        self._redis: _Server = _cluster(settings) if settings.cluster else _single(settings)

    async def run(
        self, script: Script, keys: Sequence[str], arguments: Sequence[Argument]
    ) -> Reply:
        """Return what `script` gives."""
        try:
            async with asyncio.timeout(self._timeout), self._room:
                return await self._evaluate(script, keys, arguments)
        except _FAILURES as error:
            raise StoreUnavailable(
                f"the store at {self._name} does not answer: {_reason(error)}"
            ) from error

    async def _evaluate(
        self, script: Script, keys: Sequence[str], arguments: Sequence[Argument]
    ) -> Reply:
        rest = (len(keys), *keys, *arguments)
        try:
            return await self._redis.execute_command("EVALSHA", script.sha, *rest)
        except NoScriptError:
            return await self._redis.execute_command("EVAL", script.text, *rest)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._redis.aclose()


def _reason(error: Exception) -> str:
    # A server's words may be long, and hold what was sent.
    return type(error).__name__ if isinstance(error, TimeoutError) else str(error)[:200]


def _retry() -> Retry:
    return Retry(NoBackoff(), 1, supported_errors=(ConnectionLost,))


def _password(settings: RedisSettings) -> str | None:
    return None if settings.password is None else settings.password.get_secret_value()


def _authorities(settings: RedisSettings) -> str | None:
    return None if settings.ca_file is None else str(settings.ca_file)


def _single(settings: RedisSettings) -> redis.asyncio.Redis:
    return redis.asyncio.Redis(
        host=settings.host,
        port=settings.port,
        username=settings.username,
        password=_password(settings),
        ssl=settings.tls,
        ssl_ca_certs=_authorities(settings),
        socket_timeout=settings.timeout,
        socket_connect_timeout=settings.timeout,
        retry=_retry(),
        client_name="ai-gateway",
    )


def _cluster(settings: RedisSettings) -> RedisCluster:
    return RedisCluster(
        host=settings.host,
        port=settings.port,
        username=settings.username,
        password=_password(settings),
        ssl=settings.tls,
        ssl_ca_certs=_authorities(settings),
        socket_timeout=settings.timeout,
        socket_connect_timeout=settings.timeout,
        retry=_retry(),
        client_name="ai-gateway",
    )
