"""Where the keys come from that requests are signed with."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    Credentials,
    DeferredRefreshableCredentials,
    RefreshableCredentials,
)
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

from ai_gateway.core.errors import ProviderError, Unauthenticated
from ai_gateway.providers.bedrock.settings import BedrockSettings
from ai_gateway.providers.bedrock.signature import AccessKey


class KeySource(Protocol):
    """Something that has a key to sign with."""

    async def key(self) -> AccessKey:
        """Return a key that is good for minutes at least.

        Raises `Unauthenticated` where there is none, `ProviderError` where one cannot be had.
        """
        ...


class FixedKey:
    """A key that the configuration names."""

    def __init__(self, key: AccessKey) -> None:
        self._key = key

    async def key(self) -> AccessKey:
        """Return the key."""
        return self._key


class SdkKeys:
    """Keys as botocore finds them: in the environment, shared files, containers, instances.

    With a role, they are what assumes it. Whatever may read a file or ask a server is done in a
    thread, once for all calls that wait for it. What expires is fetched anew fifteen minutes
    before, botocore's own rule, and used on if that fails, until ten minutes before.
    """

    def __init__(
        self, provider: str, settings: BedrockSettings, session: Callable[[], Session] = Session
    ) -> None:
        self._provider = provider
        self._settings = settings
        self._session = session
        self._credentials: Credentials | None = None
        self._key: AccessKey | None = None
        self._lock = asyncio.Lock()

    async def key(self) -> AccessKey:
        """Return the key; see `KeySource`."""
        if self._key is not None and not self._is_old():
            return self._key
        async with self._lock:
            if self._key is None or self._is_old():
                self._key = await self._fetch()
            return self._key

    def _is_old(self) -> bool:
        credentials = self._credentials
        return isinstance(credentials, RefreshableCredentials) and credentials.refresh_needed()

    async def _fetch(self) -> AccessKey:
        try:
            return await asyncio.to_thread(self._find)
        except (BotoCoreError, ClientError) as error:
            # Their own words may hold an account, a role, a file's name: nothing for a caller.
            raise ProviderError(
                f"The gateway could not get AWS credentials for {self._provider}"
                f" ({type(error).__name__}). The operator's check: `aws sts get-caller-identity`"
                f" where the gateway runs, and providers.{self._provider}.bedrock.",
                provider=self._provider,
            ) from error

    def _find(self) -> AccessKey:
        """Find or refresh the credentials; runs in a thread."""
        if self._credentials is None:
            self._credentials = self._open()
        found = self._credentials.get_frozen_credentials()
        return AccessKey(found.access_key or "", found.secret_key or "", found.token)

    def _open(self) -> Credentials:
        settings = self._settings
        session = self._session()
        if settings.profile is not None:
            session.set_config_variable("profile", settings.profile)
        session.set_config_variable("region", settings.region)
        found = _named(settings) or session.get_credentials()
        if found is None:
            raise Unauthenticated(
                f"There are no AWS credentials for {self._provider}: the gateway found none where"
                " the AWS SDK looks for them. Give the gateway a role, or configure"
                f" providers.{self._provider}.bedrock.access_key_id, or a Bedrock API key as"
                f" providers.{self._provider}.api_key.",
                provider=self._provider,
            )
        role = settings.role
        if role is None:
            return found
        more = {"RoleSessionName": role.session_name}
        if role.external_id is not None:
            more["ExternalId"] = role.external_id
        fetcher = AssumeRoleCredentialFetcher(session.create_client, found, role.arn, more)
        return DeferredRefreshableCredentials(fetcher.fetch_credentials, "assume-role")


def key_source(provider: str, settings: BedrockSettings) -> KeySource:
    """Return where the provider of that name has its keys from."""
    named = _named(settings)
    if named is not None and settings.role is None:
        return FixedKey(AccessKey(named.access_key or "", named.secret_key or "", named.token))
    return SdkKeys(provider, settings)


def _named(settings: BedrockSettings) -> Credentials | None:
    if settings.access_key_id is None or settings.secret_access_key is None:
        return None
    token = settings.session_token
    return Credentials(
        settings.access_key_id,
        settings.secret_access_key.get_secret_value(),
        None if token is None else token.get_secret_value(),
    )
