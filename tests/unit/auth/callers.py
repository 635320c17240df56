"""An identifier for tests, with one issuer, one key of the configuration, one of the file."""

from pathlib import Path

from ai_gateway.auth.claims import Judge
from ai_gateway.auth.client_settings import ClientDefaults, ClientSettings
from ai_gateway.auth.credential_file import ClientRecord, CredentialFile, KeyRecord
from ai_gateway.auth.directory import Directory
from ai_gateway.auth.gateway_key import make_key
from ai_gateway.auth.gateway_keys import GatewayKeys
from ai_gateway.auth.identifier import LOCAL, Identifier, Roster
from ai_gateway.auth.jwk import VerificationKey, read_keys
from ai_gateway.auth.settings import IssuerSettings
from ai_gateway.auth.tokens import Tokens, TrustedIssuer
from tests.signers import Signer, claims

URL = "https://issuer.example"
OWN = "https://gateway.example"
WALL = 1_800_000_000.0
SIGNER = Signer("k-callers", "ES256")


class Keys:
    """The keys of an issuer, always there."""

    good_until = 1e9

    async def key(self, kid: str) -> VerificationKey | None:
        """Return the key of that id."""
        return read_keys([SIGNER.jwk()]).get(kid)


class Callers:
    """Callers with tokens and keys, and who tells them apart."""

    def __init__(self, folder: Path, *, file_taken: bool = True) -> None:
        self.now = 0.0
        self.key = make_key()
        self.file = CredentialFile(folder)
        self.hold(self.key.sha256)
        self.keys = GatewayKeys(
            {}, self.file, lambda: self.now, lambda: WALL + self.now, file_taken=file_taken
        )
        self.roster = Roster(directory({"a": {"id": "client-1"}, "off": {"enabled": False}}))
        issuers = [
            TrustedIssuer(url, Keys(), Judge(name, IssuerSettings(url=url), 60.0))
            for name, url in (("pool", URL), (LOCAL, OWN))
        ]
        tokens = Tokens(issuers, self.roster.of_token, lambda: self.now, lambda: WALL + self.now)
        self.identifier = Identifier(tokens, self.keys, self.roster)

    def hold(self, sha256: str, *scopes: str, client: str = "a", disabled: bool = False) -> None:
        """Let `client` hold the key, with these scopes."""
        record = KeyRecord(sha256, scopes or ("invoke",), 1.0)
        self.file.change(lambda _: {client: ClientRecord(1.0, disabled, {self.key.id: record})})

    def token(self, issuer: str = URL, **changes: object) -> bytes:
        """Return a good token, but for the changes to its claims."""
        return SIGNER.sign(claims(issuer, WALL, **changes)).encode()


def directory(clients: dict[str, dict[str, object]]) -> Directory:
    """Return a directory of these clients."""
    said = {name: ClientSettings.model_validate(each) for name, each in clients.items()}
    return Directory(said, {}, ClientDefaults())
