"""`ai-gateway token`: signed here, or asked of an issuer."""

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ai_gateway.auth.jwk import read_keys
from ai_gateway.cli import clients as clients_module
from ai_gateway.cli import token as module
from ai_gateway.cli.cognito import AppClient
from ai_gateway.cli.desk import Desk
from ai_gateway.cli.main import cli
from ai_gateway.issuer.signing import signing_key
from ai_gateway.transport.settings import TransportSettings
from tests.unit.auth.web_of import Web

Run = Callable[..., Result]

COGNITO = "https://cognito-idp.eu-west-3.amazonaws.com/eu-west-3_abc"
OKTA = "https://okta.example"
CONFIG = f"""\
admin: {{port: 9788}}
auth:
  local_issuer: {{enabled: true}}
  directory: DIRECTORY
  issuers: {{cognito: {{url: "{COGNITO}"}}, okta: {{url: "{OKTA}", scope: call}}}}
clients:
  service-a: {{id: app one, issuer: okta}}
"""


def pages(url: str, answer: object) -> dict[str, object]:
    endpoint = f"{url}/oauth2/token"
    said = {"issuer": url, "jwks_uri": f"{url}/keys", "token_endpoint": endpoint}
    return {f"{url}/.well-known/openid-configuration": said, endpoint: answer}


class Stand:
    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.directory = folder / "data"
        self.path = folder / "gateway.yaml"
        self.path.write_text(CONFIG.replace("DIRECTORY", str(self.directory)))
        self.environment: dict[str, str] = {}
        self.web = Web({})
        monkeypatch.setattr(module, "process_environment", lambda: self.environment)
        monkeypatch.setattr(clients_module, "process_environment", lambda: self.environment)
        monkeypatch.setattr(module, "Client", self._client)

    def _client(self, settings: TransportSettings) -> Web:
        return self.web

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(cli, [*arguments, "--config", str(self.path)])

    def basic(self) -> str:
        """Return who was said to ask for the token."""
        fields = dict(self.web.requests[-1].headers)
        return base64.b64decode(fields[b"authorization"].removeprefix(b"Basic ")).decode()


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    return Stand(tmp_path, monkeypatch)


def test_the_local_issuers_token_is_signed_while_no_gateway_runs(stand: Stand):
    assert stand.run("clients", "add", "laptop").exit_code == 0
    result = stand.run("token", "laptop")
    assert result.exit_code == 0
    keys = signing_key(stand.directory).jwks()["keys"]
    (key,) = read_keys(keys).values()  # pyright: ignore[reportArgumentType]
    said = json.loads(key.payload(result.stdout.strip().encode()) or b"{}")
    assert (said["client_id"], said["iss"]) == ("laptop", "http://127.0.0.1:9788")
    assert said["scope"] == "https://gateway.internal/invoke"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nobody",), "clients add nobody"),
        (("laptop", "--scope", "admin"), "good for invoke only"),
        (("laptop", "--issuer", "none"), "no issuer of auth.issuers"),
        (("laptop", "--issuer", "okta"), "AI_GATEWAY_CLIENT_SECRET"),
    ],
)
def test_what_cannot_be_had_is_said(stand: Stand, arguments: tuple[str, ...], says: str):
    stand.run("clients", "add", "laptop")
    result = stand.run("token", *arguments)
    assert result.exit_code == 1
    assert says in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("enabled: true", "enabled: false"), "There is no local issuer"),
        (("port: 9788", "port: 0"), "address of the local issuer is not known"),
    ],
)
def test_without_a_local_issuer_there_is_no_token_of_it(
    stand: Stand, change: tuple[str, str], says: str
):
    stand.run("clients", "add", "laptop")
    stand.path.write_text(stand.path.read_text().replace(*change))
    assert says in stand.run("token", "laptop").stderr


def test_another_issuer_is_asked_by_client_credentials(stand: Stand):
    stand.web.pages = pages(OKTA, {"access_token": "t.o.k", "token_type": "Bearer"})
    stand.environment = {"AI_GATEWAY_CLIENT_SECRET": "p:ss"}
    result = stand.run("token", "service-a", "--issuer", "okta", "--scope", "invoke")
    assert (result.exit_code, result.stdout) == (0, "t.o.k\n")
    assert stand.basic() == "app%20one:p%3Ass"
    assert stand.web.requests[-1].body == b"grant_type=client_credentials&scope=call"


def test_cognito_is_asked_for_the_secret_where_aws_credentials_are_present(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
):
    class Known:
        def secret(self, name: str) -> AppClient:
            return AppClient("id1", f"secret-of-{name}")

    def pool_of(desk: Desk, name: str) -> Known:
        return Known()

    monkeypatch.setattr(Desk, "pool", pool_of)
    stand.web.pages = pages(COGNITO, {"access_token": "t.o.k"})
    result = stand.run("token", "svc", "--issuer", "cognito")
    assert (result.exit_code, result.stdout) == (0, "t.o.k\n")
    assert stand.basic() == "id1:secret-of-svc"
    assert stand.web.requests[-1].body == b"grant_type=client_credentials"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (401, "answered 401"),
        ({"error": "x"}, "gave no token"),
        ("<html>", "gave no token"),
    ],
)
def test_an_issuer_that_gives_none_is_quoted(stand: Stand, answer: object, says: str):
    stand.web.pages = pages(OKTA, answer)
    stand.environment = {"AI_GATEWAY_CLIENT_SECRET": "secret-5e4ve45"}
    result = stand.run("token", "service-a", "--issuer", "okta")
    assert result.exit_code == 1
    assert says in result.stderr
    assert "5e4ve45" not in result.output


def test_an_issuer_without_a_token_endpoint_is_said(stand: Stand):
    said = {"issuer": OKTA, "jwks_uri": f"{OKTA}/keys"}
    stand.web.pages = {f"{OKTA}/.well-known/openid-configuration": said}
    stand.environment = {"AI_GATEWAY_CLIENT_SECRET": "s"}
    assert "no token endpoint" in stand.run("token", "service-a", "--issuer", "okta").stderr
    stand.web.pages = {}
    assert "nobody there" in stand.run("token", "service-a", "--issuer", "okta").stderr
