"""Requests that botocore's signer signed, which is who the simulator has to agree with."""

import json
from typing import Any
from urllib.parse import unquote, urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from ai_gateway.simulator.bedrock.credentials import ACCESS_KEY, SECRET_KEY
from ai_gateway.simulator.request import Request
from tests.unit.simulator.sample import sent

REGION = "eu-west-1"


def signed(
    document: Any = None,
    *,
    path: str = "/model/claude/converse",
    query: str = "",
    method: str = "POST",
    credentials: Credentials | None = None,
    service: str = "bedrock",
) -> Request:
    """Make a request for the encoded `path`, signed as botocore does it."""
    url = f"http://simulator{path}{'?' if query else ''}{query}"
    body = b"" if document is None else json.dumps(document).encode()
    made = AWSRequest(method, url, {"content-type": "application/json"}, body)
    SigV4Auth(credentials or Credentials(ACCESS_KEY, SECRET_KEY), service, REGION).add_auth(made)
    headers = {name.lower(): str(value) for name, value in made.headers.items()}
    raw_path = urlsplit(url).path
    return sent(
        path=unquote(raw_path),
        raw_path=raw_path,
        query=query,
        method=method,
        body=body,
        headers={"host": "simulator", **headers},
    )
