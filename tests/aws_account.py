"""An AWS account that is simulated in this process, and empty at the start of each test."""

import http.client
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.session import Session
from moto.server import ThreadedMotoServer

REGION = "eu-west-1"
ACCOUNT = "123456789012"

# What a developer's own environment would say of AWS must not reach a test.
_CLEARED = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ROLE_ARN", "AWS_DEFAULT_REGION")


@dataclass(frozen=True)
class AwsAccount:
    """The simulated account; `environment` is what leads a process there."""

    url: str

    @property
    def environment(self) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def client(self, service: str, region: str = REGION) -> Any:
        """Return a client of the test's own."""
        return Session().create_client(
            service,
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def reset(self) -> None:
        host = self.url.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=10)
        try:
            connection.request("POST", "/moto-api/reset")
            assert connection.getresponse().status == 200
        finally:
            connection.close()


@contextmanager
def simulated_account() -> Generator[AwsAccount]:
    """Run the account on a free port of this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield AwsAccount(f"http://{host}:{port}")
    finally:
        server.stop()


@contextmanager
def process_leads_to(account: AwsAccount) -> Generator[None]:
    """Let every AWS client of this process call `account`."""
    before = {name: os.environ.get(name) for name in (*_CLEARED, *account.environment)}
    for name in _CLEARED:
        os.environ.pop(name, None)
    os.environ.update(account.environment)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
