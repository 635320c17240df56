"""Where keys come from: the configuration, the SDK's search, a role."""

import asyncio
import datetime
import threading
from pathlib import Path
from typing import Any

import pytest
from botocore.credentials import Credentials, RefreshableCredentials
from botocore.session import Session
from botocore.stub import Stubber

from ai_gateway.core.errors import ProviderError, Unauthenticated
from ai_gateway.providers.bedrock.credentials import FixedKey, SdkKeys, key_source
from ai_gateway.providers.bedrock.settings import BedrockSettings
from ai_gateway.providers.bedrock.signature import AccessKey

ROLE = "arn:aws:iam::123456789012:role/gateway"
KEYS = {"access_key_id": "AKIA", "secret_access_key": "secret", "session_token": "token"}


@pytest.fixture(autouse=True)
def _nothing_is_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide whatever the machine at hand knows of AWS."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


def settings(**given: Any) -> BedrockSettings:
    return BedrockSettings.model_validate({"region": "us-east-1", **given})


@pytest.mark.anyio
async def test_keys_of_the_configuration_are_used_as_they_are() -> None:
    source = key_source("bedrock", settings(**KEYS))
    assert isinstance(source, FixedKey)
    key = await source.key()
    assert (key.id, key.secret, key.token) == ("AKIA", "secret", "token")


@pytest.mark.anyio
async def test_the_environment_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    source = key_source("bedrock", settings())
    assert await source.key() == AccessKey("AKIAENV", "secret", None)


@pytest.mark.anyio
async def test_a_profile_of_the_shared_files_is_found(tmp_path: Path) -> None:
    text = "[dev]\naws_access_key_id = AKIADEV\naws_secret_access_key = secret\n"
    (tmp_path / "credentials").write_text(text)
    assert (await key_source("bedrock", settings(profile="dev")).key()).id == "AKIADEV"


@pytest.mark.anyio
async def test_without_any_the_operator_is_told_what_to_do() -> None:
    with pytest.raises(Unauthenticated, match=r"bedrock\.access_key_id"):
        await key_source("bedrock", settings()).key()


@pytest.mark.anyio
async def test_a_failing_search_says_nothing_of_its_own() -> None:
    with pytest.raises(ProviderError, match="ProfileNotFound") as failed:
        await key_source("bedrock", settings(profile="secret-profile")).key()
    assert "secret-profile" not in failed.value.message


class _Expiring:
    """A session whose keys expire, counting how often they are fetched and from which thread."""

    def __init__(self, minutes: float) -> None:
        self.minutes = minutes
        self.threads: list[int] = []
        self.released = threading.Event()
        self.released.set()

    def session(self) -> Any:
        outer = self

        class Fake:
            def set_config_variable(self, *_: str) -> None: ...

            def get_credentials(self) -> Credentials:
                return RefreshableCredentials.create_from_metadata(outer.fetch(), outer.fetch, "x")

        return Fake()

    def fetch(self) -> dict[str, str]:
        self.released.wait(5)
        self.threads.append(threading.get_ident())
        expiry = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=self.minutes)
        return {
            "access_key": f"ASIA{len(self.threads)}",
            "secret_key": "secret",
            "token": "token",
            "expiry_time": expiry.isoformat(),
        }


@pytest.mark.anyio
async def test_keys_are_kept_until_shortly_before_they_expire() -> None:
    expiring = _Expiring(minutes=60)
    source = SdkKeys("bedrock", settings(), expiring.session)
    assert [(await source.key()).id for _ in range(3)] == ["ASIA1"] * 3


@pytest.mark.anyio
async def test_keys_about_to_expire_are_fetched_anew_and_not_on_the_loop() -> None:
    expiring = _Expiring(minutes=12)
    source = SdkKeys("bedrock", settings(), expiring.session)
    await source.key()
    expiring.minutes = 60
    assert (await source.key()).id == f"ASIA{len(expiring.threads)}"
    fetched = len(expiring.threads)
    await source.key()
    assert len(expiring.threads) == fetched >= 2
    assert threading.get_ident() not in expiring.threads


@pytest.mark.anyio
async def test_calls_that_wait_share_one_fetch() -> None:
    expiring = _Expiring(minutes=60)
    expiring.released.clear()
    source = SdkKeys("bedrock", settings(), expiring.session)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(source.key()) for _ in range(5)]
        group.create_task(asyncio.to_thread(expiring.released.set))
    assert {task.result().id for task in tasks} == {"ASIA1"}
    assert len(expiring.threads) == 1


@pytest.mark.anyio
async def test_a_role_is_assumed_with_the_keys_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = Session()
    client = session.create_client(
        "sts", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    given: list[dict[str, Any]] = []

    def create_client(name: str, **members: Any) -> Any:
        given.append({"service": name, **members})
        return client

    monkeypatch.setattr(session, "create_client", create_client)
    expiry = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
    answer = {
        "AccessKeyId": "ASIAROLEROLEROLE",
        "SecretAccessKey": "secret",
        "SessionToken": "token",
        "Expiration": expiry,
    }
    asked = {"RoleArn": ROLE, "RoleSessionName": "ai-gateway", "ExternalId": "xy"}
    with Stubber(client) as stub:
        stub.add_response("assume_role", {"Credentials": answer}, asked)
        role = {"arn": ROLE, "external_id": "xy"}
        source = SdkKeys("bedrock", settings(**KEYS, role=role), lambda: session)
        key = await source.key()
        assert await source.key() is key
        stub.assert_no_pending_responses()
    assert (key.id, key.token) == ("ASIAROLEROLEROLE", "token")
    assert given[0]["service"] == "sts"
    assert given[0]["aws_access_key_id"] == "AKIA"


@pytest.mark.anyio
async def test_a_role_that_may_not_be_assumed_is_the_operators_to_mend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = Session()
    client = session.create_client(
        "sts", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )

    def create_client(name: str, **members: Any) -> Any:
        return client

    monkeypatch.setattr(session, "create_client", create_client)
    with Stubber(client) as stub:
        stub.add_client_error("assume_role", "AccessDenied", "not you")
        source = SdkKeys("bedrock", settings(**KEYS, role={"arn": ROLE}), lambda: session)
        with pytest.raises(ProviderError, match="could not get AWS credentials for bedrock"):
            await source.key()
