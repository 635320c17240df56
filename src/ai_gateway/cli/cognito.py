"""App clients of a Cognito user pool: what a gateway key is where the issuer is Cognito."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

import botocore.session
import msgspec
from botocore.exceptions import BotoCoreError, ClientError

_PAGE = 60  # the most that the service gives at once

Call = Callable[..., Mapping[str, Any]]


class CognitoClient(Protocol):
    """What is used of botocore's client `cognito-idp`."""

    create_user_pool_client: Call
    list_user_pool_clients: Call
    describe_user_pool_client: Call
    update_user_pool_client: Call
    delete_user_pool_client: Call
    add_user_pool_client_secret: Call
    list_user_pool_client_secrets: Call
    delete_user_pool_client_secret: Call


class PoolFailed(Exception):
    """Cognito refused, or could not be asked; the message says why."""


class AppClient(msgspec.Struct, frozen=True):
    """An app client, and its secret where it was just made or is looked up."""

    id: str
    secret: str

    def __repr__(self) -> str:
        return f"AppClient({self.id})"


class Pool:
    """One user pool. Every method raises `PoolFailed`."""

    def __init__(self, client: CognitoClient, pool_id: str) -> None:
        self._client = client
        self._pool = {"UserPoolId": pool_id}

    def add(self, name: str, scopes: list[str]) -> AppClient:
        """Make an app client that may get tokens with `scopes` by client credentials."""
        if self._id_of(name) is not None:
            raise PoolFailed(f"The pool has an app client {name} already. Choose another name.")
        made = _asked(
            self._client.create_user_pool_client,
            **self._pool,
            ClientName=name,
            GenerateSecret=True,
            **_machine(scopes),
        )["UserPoolClient"]
        return AppClient(made["ClientId"], made["ClientSecret"])

    def names(self) -> list[tuple[str, str]]:
        """Return name and id of every app client."""
        found: list[tuple[str, str]] = []
        page: dict[str, str] = {}
        while True:
            answer = _asked(
                self._client.list_user_pool_clients, **self._pool, MaxResults=_PAGE, **page
            )
            found += [(each["ClientName"], each["ClientId"]) for each in answer["UserPoolClients"]]
            if "NextToken" not in answer:
                return found
            page = {"NextToken": answer["NextToken"]}

    def secret(self, name: str) -> AppClient:
        """Return an app client with its secret."""
        one = self._described(name)
        return AppClient(one["ClientId"], one.get("ClientSecret", ""))

    def rotate(self, name: str) -> AppClient:
        """Give an app client a second secret, in place of the older one where it has two."""
        place = self._place(name)
        old = _asked(self._client.list_user_pool_client_secrets, **place)["ClientSecrets"]
        by_age = sorted(old, key=lambda each: each["ClientSecretCreateDate"])
        for extra in by_age[: max(0, len(by_age) - 1)]:
            _asked(
                self._client.delete_user_pool_client_secret,
                **place,
                ClientSecretId=extra["ClientSecretId"],
            )
        made = _asked(self._client.add_user_pool_client_secret, **place)["ClientSecretDescriptor"]
        return AppClient(place["ClientId"], made["ClientSecretValue"])

    def switch(self, name: str, scopes: list[str], *, disabled: bool) -> None:
        """Let an app client have no more tokens, or let it have them again with `scopes`."""
        grants = {"AllowedOAuthFlowsUserPoolClient": False} if disabled else _machine(scopes)
        _asked(self._client.update_user_pool_client, **self._place(name), ClientName=name, **grants)

    def remove(self, name: str) -> None:
        """Remove an app client. Its tokens are good until they expire."""
        _asked(self._client.delete_user_pool_client, **self._place(name))

    def _described(self, name: str) -> Mapping[str, Any]:
        place = self._place(name)
        return _asked(self._client.describe_user_pool_client, **place)["UserPoolClient"]

    def _place(self, name: str) -> dict[str, str]:
        found = self._id_of(name)
        if found is None:
            raise PoolFailed(
                f"The pool has no app client {name}. `ai-gateway clients list --issuer` shows them."
            )
        return {**self._pool, "ClientId": found}

    def _id_of(self, name: str) -> str | None:
        return dict(self.names()).get(name)


def pool_of(issuer_url: str) -> Pool:
    """Return the pool whose issuer is at `issuer_url`, with the credentials of the AWS SDK."""
    parts = urlsplit(issuer_url)
    region = (parts.hostname or "").split(".")[1]
    session = botocore.session.get_session()
    client = cast(CognitoClient, session.create_client("cognito-idp", region_name=region))
    return Pool(client, parts.path.strip("/"))


def _machine(scopes: list[str]) -> dict[str, object]:
    return {
        "AllowedOAuthFlows": ["client_credentials"],
        "AllowedOAuthScopes": scopes,
        "AllowedOAuthFlowsUserPoolClient": True,
    }


def _asked(operation: Call, **parameters: object) -> Mapping[str, Any]:
    try:
        return operation(**parameters)
    except (ClientError, BotoCoreError) as error:
        raise PoolFailed(
            f"Cognito refused: {error}. Check the AWS credentials and what they permit on the pool."
        ) from error
