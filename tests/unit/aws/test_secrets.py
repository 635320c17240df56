"""The providers' keys: put there, looked for, never shown."""

import pytest
from botocore.exceptions import ClientError

from ai_gateway.aws.secrets import checked, secret_name, secret_statuses, set_secret
from ai_gateway.aws.session import AwsFailed, AwsSession
from tests.aws_account import AwsAccount
from tests.unit.aws.clients import Told, ToldSession, refusing


def test_a_secret_is_named_by_prefix_and_provider():
    assert secret_name("ai-gateway/dev", "azure") == "ai-gateway/dev/azure-api-key"
    with pytest.raises(AwsFailed, match=r"'mistral' has no secret .*openai, anthropic, google, az"):
        secret_name("ai-gateway", "mistral")


@pytest.mark.parametrize("value", ["sk-1", "sk-1\n", "sk-1\r\n"])
def test_a_key_comes_without_its_line_end(value: str):
    assert checked(value) == "sk-1"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("", "Nothing came in"),
        ("\n", "Nothing came in"),
        ("sk secret", "no key"),
        ("sk-\u00e9", "no key"),
    ],
)
def test_what_is_no_key_is_refused_and_not_shown(value: str, says: str):
    with pytest.raises(AwsFailed, match=says) as raised:
        checked(value)
    assert "sk" not in str(raised.value)


def test_a_value_is_set_where_there_is_a_secret(session: AwsSession, aws_account: AwsAccount):
    secrets = aws_account.client("secretsmanager")
    secrets.create_secret(Name="ai-gateway/openai-api-key")
    set_secret(session, "ai-gateway/openai-api-key", "sk-1", dry_run=True)
    assert secret_statuses(session, "ai-gateway")[0].state == "unset"
    set_secret(session, "ai-gateway/openai-api-key", "sk-2", dry_run=False)
    value = secrets.get_secret_value(SecretId="ai-gateway/openai-api-key")["SecretString"]
    assert value == "sk-2"


def test_a_secret_that_the_deployment_has_not_made_is_said(session: AwsSession):
    with pytest.raises(AwsFailed, match="The deployment makes it: run `ai-gateway aws deploy`"):
        set_secret(session, "ai-gateway/openai-api-key", "sk-1", dry_run=True)


def test_the_status_tells_set_unset_and_missing_apart(session: AwsSession, aws_account: AwsAccount):
    secrets = aws_account.client("secretsmanager")
    secrets.create_secret(Name="p/openai-api-key", SecretString="sk-1")
    secrets.create_secret(Name="p/google-api-key")
    found = secret_statuses(session, "p")
    assert [(one.provider, one.state) for one in found] == [
        ("openai", "set"),
        ("anthropic", "missing"),
        ("google", "unset"),
        ("azure", "missing"),
    ]
    assert found[0].changed is not None
    assert "sk-1" not in repr(found)


def test_any_other_refusal_is_awss_own():
    told = ToldSession({"secretsmanager": Told(describe_secret=refusing("AccessDeniedException"))})
    with pytest.raises(ClientError, match="AccessDenied"):
        secret_statuses(told, "p")  # pyright: ignore[reportArgumentType]  # stands in
    with pytest.raises(ClientError, match="AccessDenied"):
        set_secret(told, "n", "v", dry_run=True)  # pyright: ignore[reportArgumentType]  # stands in
