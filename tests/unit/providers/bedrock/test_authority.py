"""Requests and what proves who asks."""

import pytest

from ai_gateway.providers.address import Address
from ai_gateway.providers.bedrock.authority import BearerRequests, SignedRequests
from ai_gateway.providers.bedrock.credentials import FixedKey
from ai_gateway.providers.bedrock.signature import Signed, Signer
from tests.unit.providers.bedrock.bedrock_calls import KEY, NOW, REGION


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://example.com", "example.com"),
        ("http://127.0.0.1:8080/prefix", "127.0.0.1:8080"),
        ("http://[::1]:8080", "[::1]:8080"),
    ],
)
async def test_what_is_signed_is_what_goes_over_the_wire(url: str, host: str) -> None:
    address = Address.parse(url)
    requests = SignedRequests(FixedKey(KEY), lambda: NOW)
    request = await requests.make(address, REGION, "POST", b"/model/a%3A0/converse", b"{}")
    assert request.target == address.prefix + b"/model/a%3A0/converse"
    signed = Signed(b"{}", "application/json", NOW)
    proof = Signer(REGION).fields(KEY, "POST", host, request.target, signed)
    assert set(proof) <= set(request.headers)
    assert (b"content-type", b"application/json") in request.headers


@pytest.mark.anyio
async def test_a_region_is_a_part_of_the_proof() -> None:
    address = Address.parse("https://example.com")
    requests = SignedRequests(FixedKey(KEY), lambda: NOW)
    proofs = [
        dict((await requests.make(address, region, "POST", b"/", b"")).headers)[b"authorization"]
        for region in ("us-east-1", "eu-west-1", "us-east-1")
    ]
    assert proofs[0] == proofs[2] != proofs[1]


@pytest.mark.anyio
async def test_an_api_key_goes_as_it_is_and_is_not_shown() -> None:
    requests = BearerRequests("very-secret")
    address = Address.parse("https://example.com")
    request = await requests.make(address, REGION, "POST", b"/x", b"{}")
    assert (b"authorization", b"Bearer very-secret") in request.headers
    assert "very-secret" not in repr(requests) + repr(request)
