"""Signature Version 4, held against botocore's."""

import datetime
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.providers.bedrock import signature
from ai_gateway.providers.bedrock.signature import AccessKey, Signed, Signer

HOST = "bedrock-runtime.us-east-1.amazonaws.com"
TARGETS = (
    b"/model/amazon.nova-pro-v1%3A0/converse",
    b"/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/converse-stream",
    b"/inference-profiles/abc",
)


def by_botocore(key: AccessKey, method: str, target: bytes, signed: Signed) -> dict[str, str]:
    """Return the fields that botocore adds at the instant of `signed`."""
    instant = datetime.datetime.fromtimestamp(signed.at, datetime.UTC)
    request = AWSRequest(
        method,
        f"https://{HOST}{target.decode()}",
        headers={"content-type": signed.content_type},
        data=signed.body,
    )
    request.context["timestamp"] = instant.strftime("%Y%m%dT%H%M%SZ")
    auth: Any = SigV4Auth(
        Credentials(key.id, key.secret, key.token), signature.SERVICE, "us-east-1"
    )
    request.headers["X-Amz-Date"] = request.context["timestamp"]
    if key.token:
        request.headers["X-Amz-Security-Token"] = key.token
    text = auth.string_to_sign(request, auth.canonical_request(request))
    auth._inject_signature_to_request(request, auth.signature(text, request))
    return {name.lower(): value for name, value in request.headers.items()}


@given(
    target=st.sampled_from(TARGETS),
    method=st.sampled_from(("GET", "POST")),
    body=st.binary(max_size=30),
    token=st.none() | st.just("token/+=="),
    at=st.integers(10**9, 2 * 10**9),
)
def test_the_fields_are_botocores(
    target: bytes, method: str, body: bytes, token: str | None, at: float
) -> None:
    key = AccessKey("AKIAEXAMPLE", "secret", token)
    signed = Signed(body, "application/json", at)
    fields = Signer("us-east-1").fields(key, method, HOST, target, signed)
    wanted = by_botocore(key, method, target, signed)
    assert {name.decode(): value.decode() for name, value in fields} == {
        name: value for name, value in wanted.items() if name != "content-type"
    }


def test_a_key_is_derived_for_each_day_and_each_secret() -> None:
    signer = Signer("us-east-1")
    one, other = AccessKey("A", "one"), AccessKey("A", "other")

    def sign(key: AccessKey, at: float) -> bytes:
        fields = signer.fields(key, "POST", HOST, b"/", Signed(b"", "application/json", at))
        return dict(fields)[b"authorization"]

    day = 86_400.0
    first = sign(one, day)
    assert sign(other, day) != first
    assert sign(one, 2 * day) != first
    assert sign(one, day) == first


@pytest.mark.parametrize("key", [AccessKey("AKIA", "very-secret", "a-token")])
def test_a_key_shows_nothing_of_its_secret(key: AccessKey) -> None:
    assert repr(key) == "AccessKey(AKIA)"
