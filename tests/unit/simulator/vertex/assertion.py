"""Assertions as Google's own library signs them for a service account."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt
from google.auth.crypt import RSASigner

from tests.integration.simulator.service_account import private_key

SCOPE = "https://www.googleapis.com/auth/cloud-platform"


def signed(claims: dict[str, Any], key: rsa.RSAPrivateKey | None = None) -> str:
    """Return the JWT of `claims`, signed by the simulator's service account or with `key`."""
    return jwt.encode(RSASigner(key or private_key()), claims).decode()
