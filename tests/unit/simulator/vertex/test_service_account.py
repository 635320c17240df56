import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from ai_gateway.simulator.vertex.service_account import InvalidAssertion, claims
from tests.unit.simulator.vertex.assertion import signed


def test_reads_what_the_account_signed():
    assert claims(signed({"iss": "x", "iat": 1})) == {"iss": "x", "iat": 1}


def test_another_key_or_another_content_is_no_signature():
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with pytest.raises(InvalidAssertion, match="Invalid JWT Signature"):
        claims(signed({"iss": "x"}, other))
    head, _, signature = signed({"iss": "x"}).split(".")
    body = signed({"iss": "y"}).split(".")[1]
    with pytest.raises(InvalidAssertion, match="Invalid JWT Signature"):
        claims(f"{head}.{body}.{signature}")


@pytest.mark.parametrize("assertion", ["", "a.b", "a.b.c", "e30.e30.e30", "W10.W10.e30", "é.é.é"])
def test_what_is_no_assertion(assertion: str):
    with pytest.raises(InvalidAssertion):
        claims(assertion)
