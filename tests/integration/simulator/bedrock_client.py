"""boto3, which blocks, beside a simulator that runs on the event loop."""

from collections.abc import Callable
from typing import Any, TypeVar

import anyio.to_thread
import boto3
from botocore.config import Config

from ai_gateway.simulator.bedrock.credentials import ACCESS_KEY, SECRET_KEY
from ai_gateway.simulator.server import Simulator

T = TypeVar("T")


async def with_bedrock(
    simulator: Simulator,
    use: Callable[[Any], T],
    *,
    service: str = "bedrock-runtime",
    access_key: str = ACCESS_KEY,
    secret_key: str = SECRET_KEY,
    session_token: str | None = None,
) -> T:
    """Return what `use` makes of a client of `service` that calls `simulator`, in a thread."""

    def run() -> T:
        client = boto3.client(
            service,
            endpoint_url=simulator.url,
            region_name="eu-west-1",
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            aws_session_token=session_token,
            config=Config(retries={"total_max_attempts": 1}),
        )
        try:
            return use(client)
        finally:
            client.close()

    return await anyio.to_thread.run_sync(run)
