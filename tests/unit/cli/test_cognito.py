"""What is asked of Cognito, checked by botocore's own model of the service."""

from collections.abc import Iterator
from datetime import UTC, datetime

import botocore.session
import pytest
from botocore.exceptions import NoCredentialsError
from botocore.stub import Stubber

from ai_gateway.cli.cognito import Pool, PoolFailed, pool_of

POOL = "eu-central-1_pool12345"
PLACE = {"UserPoolId": POOL, "ClientId": "id1"}
SCOPES = ["https://gateway.internal/invoke"]
MACHINE = {
    "AllowedOAuthFlows": ["client_credentials"],
    "AllowedOAuthScopes": SCOPES,
    "AllowedOAuthFlowsUserPoolClient": True,
}
LISTED = {"UserPoolClients": [{"ClientName": "a", "ClientId": "id1"}]}
FIRST_PAGE = {"UserPoolId": POOL, "MaxResults": 60}
SECRET = "s" * 32


class Stand:
    def __init__(self) -> None:
        client = botocore.session.get_session().create_client(
            "cognito-idp",
            region_name="eu-central-1",
            aws_access_key_id="x",
            aws_secret_access_key="y",
        )
        self.expected = Stubber(client)
        self.pool = Pool(client, POOL)  # pyright: ignore[reportArgumentType]

    def listed(self) -> None:
        self.expected.add_response("list_user_pool_clients", LISTED, FIRST_PAGE)


@pytest.fixture
def stand() -> Iterator[Stand]:
    stand = Stand()
    with stand.expected:
        yield stand
        stand.expected.assert_no_pending_responses()


def test_an_app_client_may_get_tokens_by_client_credentials_and_nothing_else(stand: Stand):
    stand.listed()
    stand.expected.add_response(
        "create_user_pool_client",
        {"UserPoolClient": {"ClientId": "id2", "ClientSecret": SECRET}},
        {"UserPoolId": POOL, "ClientName": "b", "GenerateSecret": True, **MACHINE},
    )
    made = stand.pool.add("b", SCOPES)
    assert (made.id, made.secret) == ("id2", SECRET)
    assert SECRET not in repr(made)


def test_a_name_is_taken_once(stand: Stand):
    stand.listed()
    with pytest.raises(PoolFailed, match="has an app client a already"):
        stand.pool.add("a", SCOPES)


def test_every_page_is_asked_for(stand: Stand):
    stand.expected.add_response(
        "list_user_pool_clients", {**LISTED, "NextToken": "more"}, FIRST_PAGE
    )
    second = {"UserPoolClients": [{"ClientName": "b", "ClientId": "id2"}]}
    stand.expected.add_response(
        "list_user_pool_clients", second, {**FIRST_PAGE, "NextToken": "more"}
    )
    assert stand.pool.names() == [("a", "id1"), ("b", "id2")]


def test_a_secret_is_looked_up(stand: Stand):
    stand.listed()
    answer = {"UserPoolClient": {"ClientId": "id1", "ClientSecret": SECRET}}
    stand.expected.add_response("describe_user_pool_client", answer, PLACE)
    assert stand.pool.secret("a").secret == SECRET


def test_a_rotation_leaves_the_younger_secret_beside_the_new_one(stand: Stand):
    stand.listed()
    secrets = [
        {
            "ClientSecretId": f"id1--{day}",
            "ClientSecretCreateDate": datetime(2026, 1, day, tzinfo=UTC),
        }
        for day in (2, 1)
    ]
    stand.expected.add_response("list_user_pool_client_secrets", {"ClientSecrets": secrets}, PLACE)
    stand.expected.add_response(
        "delete_user_pool_client_secret", {}, {**PLACE, "ClientSecretId": "id1--1"}
    )
    stand.expected.add_response(
        "add_user_pool_client_secret",
        {"ClientSecretDescriptor": {"ClientSecretValue": SECRET}},
        PLACE,
    )
    assert stand.pool.rotate("a").secret == SECRET


@pytest.mark.parametrize("disabled", [True, False])
def test_a_client_that_is_off_gets_no_more_tokens(stand: Stand, disabled: bool):
    stand.listed()
    grants = {"AllowedOAuthFlowsUserPoolClient": False} if disabled else MACHINE
    stand.expected.add_response(
        "update_user_pool_client",
        {"UserPoolClient": {}},
        {**PLACE, "ClientName": "a", **grants},
    )
    stand.pool.switch("a", SCOPES, disabled=disabled)


def test_a_client_is_removed(stand: Stand):
    stand.listed()
    stand.expected.add_response("delete_user_pool_client", {}, PLACE)
    stand.pool.remove("a")


def test_a_client_that_is_not_there_is_said(stand: Stand):
    stand.listed()
    with pytest.raises(PoolFailed, match="has no app client c"):
        stand.pool.remove("c")


def test_a_refusal_is_said_with_what_to_check(stand: Stand):
    stand.expected.add_client_error("list_user_pool_clients", "AccessDeniedException")
    with pytest.raises(PoolFailed, match=r"AccessDeniedException.*Check the AWS credentials"):
        stand.pool.names()


def test_the_pool_is_the_issuers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    pool = pool_of("https://cognito-idp.eu-west-3.amazonaws.com/eu-west-3_abc")
    assert pool._pool == {"UserPoolId": "eu-west-3_abc"}
    assert pool._client.meta.region_name == "eu-west-3"  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(PoolFailed) as failed:
        pool.names()
    assert isinstance(failed.value.__cause__, NoCredentialsError)
