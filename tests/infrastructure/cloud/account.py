"""The simulated account, as the tests see it."""

import subprocess
import sys
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self

import boto3
from botocore.config import Config

_ROOT = Path(__file__).parents[3]

NUMBER = "123456789012"
REGION = "eu-west-1"


class Account:
    """A process that simulates AWS, and clients of it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.infrastructure.cloud"],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        output = self._process.stdout
        assert output is not None
        self.address = f"http://127.0.0.1:{int(output.readline())}"
        self.client = cache(self._client)

    @property
    def environment(self) -> dict[str, str]:
        """What leads the AWS SDKs, Terraform's too, here and nowhere else."""
        return {
            "AWS_ENDPOINT_URL": self.address,
            "AWS_ACCESS_KEY_ID": "simulated",
            "AWS_SECRET_ACCESS_KEY": "simulated",
            "AWS_REGION": REGION,
        }

    def _client(self, service: str, region: str = REGION) -> Any:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.address,
            aws_access_key_id="simulated",
            aws_secret_access_key="simulated",
            config=Config(s3={"addressing_style": "path"}),
        )

    @cached_property
    def certificate(self) -> str:
        """ARN of a certificate of the account's."""
        asked = self.client("acm").request_certificate(DomainName="gateway.example.com")
        return asked["CertificateArn"]

    def pages(self, service: str, operation: str, key: str, **parameters: Any) -> list[Any]:
        """Return every entry of `key` that an operation of many pages answers with."""
        paginator = self.client(service).get_paginator(operation)
        return [entry for page in paginator.paginate(**parameters) for entry in page[key]]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._process.communicate(timeout=30)
