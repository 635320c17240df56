"""Google's access tokens, by google-auth: fetched off the event loop, kept while they are good."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol, cast

import google.auth
import msgspec
from google.auth import aws, identity_pool
from google.auth.exceptions import GoogleAuthError
from google.oauth2 import credentials as oauth2
from google.oauth2 import service_account

from ai_gateway.core.errors import ProviderError
from ai_gateway.providers.credential import Field
from ai_gateway.providers.google_http import GoogleHttp
from ai_gateway.providers.vertex_settings import VertexSettings
from ai_gateway.transport.client import Client

_SCOPES = ("https://www.googleapis.com/auth/cloud-platform",)

_Loader = Callable[..., object]

# The library's own hints leave half of the types out. Its loader of any type is deprecated, for
# good reason: one of the types runs a program that the credentials name.
_LOADERS: Mapping[str, _Loader] = {
    "service_account": cast(
        _Loader,
        service_account.Credentials.from_service_account_info,  # pyright: ignore[reportUnknownMemberType]
    ),
    "external_account": cast(
        _Loader,
        identity_pool.Credentials.from_info,  # pyright: ignore[reportUnknownMemberType]
    ),
    "authorized_user": cast(
        _Loader,
        oauth2.Credentials.from_authorized_user_info,  # pyright: ignore[reportUnknownMemberType]
    ),
}
_from_aws = cast(_Loader, aws.Credentials.from_info)  # pyright: ignore[reportUnknownMemberType]
_from_environment = cast(_Loader, google.auth.default)  # pyright: ignore[reportUnknownMemberType]

_AWS = "urn:ietf:params:aws:token-type:aws4_request"
"""The token type by which a federation with AWS is told from any other."""


class GoogleCredentials(Protocol):
    """What is used of `google.auth.credentials.Credentials`.

    `valid` is False from a few minutes before the token expires, by the library's own clock.
    """

    @property
    def token(self) -> str | None:
        """The access token, once one was fetched."""
        ...

    @property
    def valid(self) -> bool:
        """Whether the token is good."""
        ...

    def refresh(self, request: GoogleHttp) -> None:
        """Fetch a token. Blocks."""
        ...


class GoogleToken:
    """A bearer token for Google Cloud, fetched in a thread when it is first needed.

    Calls that need it at the same time share one fetch, and one that is cancelled leaves it to
    the others. A fetch that fails is raised to those that waited and tried again by the next.
    """

    def __init__(self, client: Client, settings: VertexSettings) -> None:
        self._client = client
        self._settings = settings
        self._credentials: GoogleCredentials | None = None
        self._field: Field | None = None
        self._fetch: asyncio.Future[Field] | None = None

    async def field(self) -> Field:
        """Return the header field with a token that is good for minutes. Raises `ProviderError`."""
        if self._field is not None and self._credentials is not None and self._credentials.valid:
            return self._field
        if self._fetch is None:
            loop = asyncio.get_running_loop()
            http = GoogleHttp(self._client, loop)
            self._fetch = loop.run_in_executor(None, self._fetched, http)
            self._fetch.add_done_callback(self._ended)
        try:
            return await asyncio.shield(self._fetch)
        except (GoogleAuthError, ValueError, ImportError) as error:
            # The library's words are left out: they repeat the answer, and parts of the key.
            raise ProviderError(
                f"Google gave no access token ({type(error).__name__}). Check the provider's"
                " vertex.credentials, or the Application Default Credentials where it has none.",
                provider="Google",
            ) from None

    def _fetched(self, http: GoogleHttp) -> Field:
        """Fetch a token, in a thread of its own: files are read and answers waited for."""
        credentials = self._credentials or self._load(http)
        credentials.refresh(http)
        field = (b"authorization", b"Bearer " + (credentials.token or "").encode("ascii"))
        self._credentials, self._field = credentials, field
        return field

    def _load(self, http: GoogleHttp) -> GoogleCredentials:
        said = self._settings.credentials
        if said is None:
            loaded, _ = cast(
                "tuple[GoogleCredentials, object]",
                _from_environment(scopes=_SCOPES, request=http),
            )
            return loaded
        info = msgspec.json.decode(said.get_secret_value(), type=dict[str, object])
        federated = info.get("subject_token_type") == _AWS
        load = _from_aws if federated else _LOADERS.get(str(info.get("type")))
        if load is None:
            raise ValueError(f"expected a type of {', '.join(_LOADERS)}")
        return cast(GoogleCredentials, load(info, scopes=_SCOPES))

    def _ended(self, fetch: asyncio.Future[Field]) -> None:
        self._fetch = None
        # Looked at, so that a failure which nobody waited for is not reported as lost.
        if not fetch.cancelled():
            fetch.exception()
