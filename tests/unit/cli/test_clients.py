"""`ai-gateway clients`, command by command."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ai_gateway.auth.credential_file import CredentialFile
from ai_gateway.auth.gateway_key import HeldKey, find
from ai_gateway.cli import clients as module
from ai_gateway.cli.cognito import AppClient
from ai_gateway.cli.desk import Desk
from ai_gateway.cli.main import cli

Run = Callable[..., Result]

CONFIG = """\
auth:
  gateway_keys: true
  directory: DIRECTORY
  issuers: {pool: {url: "https://cognito-idp.eu-west-3.amazonaws.com/eu-west-3_abc"}}
client_defaults: {tags: {env: dev}, limits: {requests_per_minute: 60}}
client_groups: {batch: {priority: batch, limits: {concurrency: 4}}}
clients:
  service-a: {id: one, groups: [batch], models: {allow: [fast, "gpt-5*"]}}
  off: {enabled: false}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(module, "process_environment", dict[str, str])
    path = tmp_path / "gateway.yaml"
    path.write_text(CONFIG.replace("DIRECTORY", str(tmp_path / "data")))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["clients", *arguments, "--config", str(path)])

    return run


def good(folder: Path, text: str, now: float = 0.0) -> str | None:
    """Return whose key `text` is, by the file."""
    keys = {
        name: HeldKey(client, bytes.fromhex(key.sha256), frozenset(key.scopes), key.expires)
        for client, record in CredentialFile(folder / "data").read().items()
        for name, key in record.keys.items()
    }
    found = find(keys, text.encode(), now)
    return None if found is None else found[1].client


def audited(folder: Path) -> list[str]:
    lines = (folder / "data" / "audit.jsonl").read_text().splitlines()
    events = [json.loads(line)["audit"] for line in lines]
    return [f"{event['what']} {event['on']}" for event in events]


def test_a_key_is_printed_alone_and_kept_by_its_hash(run: Run, tmp_path: Path):
    result = run("add", "laptop")
    assert result.exit_code == 0
    key = result.stdout.strip()
    assert good(tmp_path, key) == "laptop"
    assert key not in (tmp_path / "data" / "credentials.json").read_text()
    assert key not in result.stderr
    assert key not in (tmp_path / "data" / "audit.jsonl").read_text()
    assert audited(tmp_path) == ["clients.add laptop"]
    assert run("add", "laptop").exit_code == 1


def test_a_key_has_scopes_and_an_end(run: Run, tmp_path: Path):
    key = run(
        "add", "ops", "--scope", "invoke", "--scope", "admin", "--expires-days", "1"
    ).stdout.strip()
    record = CredentialFile(tmp_path / "data").read()["ops"].keys.values()
    (held,) = record
    assert held.scopes == ("invoke", "admin")
    assert held.expires == held.created + 86400
    assert good(tmp_path, key, held.created + 86401) is None


@pytest.mark.parametrize("name", ["A", "a/b", "a:b"])
def test_a_name_that_cannot_be_one_is_refused(run: Run, name: str):
    result = run("add", name)
    assert result.exit_code == 1
    assert "lower-case letters" in result.stderr


def test_a_rotation_gives_a_new_key_and_leaves_the_old_one_for_a_while(run: Run, tmp_path: Path):
    old = run("add", "laptop").stdout.strip()
    new = run("rotate", "laptop").stdout.strip()
    assert (good(tmp_path, old), good(tmp_path, new)) == ("laptop", "laptop")
    last = run("rotate", "laptop", "--overlap-hours", "0").stdout.strip()
    assert (good(tmp_path, old), good(tmp_path, new)) == (None, None)
    assert good(tmp_path, last) == "laptop"
    assert run("rotate", "nobody").exit_code == 1


def test_a_client_is_disabled_enabled_and_removed(run: Run, tmp_path: Path):
    key = run("add", "laptop").stdout.strip()
    assert run("disable", "laptop").exit_code == 0
    assert CredentialFile(tmp_path / "data").read()["laptop"].disabled
    assert run("enable", "laptop").exit_code == 0
    assert not CredentialFile(tmp_path / "data").read()["laptop"].disabled
    assert run("remove", "laptop").exit_code == 0
    assert good(tmp_path, key) is None
    assert run("remove", "laptop").exit_code == 1
    assert audited(tmp_path) == [
        "clients.add laptop",
        "clients.disable laptop",
        "clients.enable laptop",
        "clients.remove laptop",
    ]


def test_the_list_has_those_of_the_configuration_and_those_with_a_key(run: Run):
    run("add", "laptop")
    run("add", "service-a")
    run("disable", "service-a")
    assert run("list").stdout.splitlines() == [
        "laptop  enabled, no group, gateway keys: 1, not in the configuration: has the defaults",
        "off  disabled, no group, gateway keys: 0",
        "service-a  disabled, batch, gateway keys: 1",
    ]


def test_what_holds_for_a_client_is_shown_with_who_said_so(run: Run):
    run("add", "service-a")
    lines = run("show", "service-a").stdout.splitlines()
    assert lines[:-1] == [
        "service-a: enabled",
        "  id = one  (clients.service-a)",
        "  limits.requests_per_minute = 60  (client_defaults)",
        "  models.allow = fast, gpt-5*  (clients.service-a)",
        "  priority = batch  (client_groups.batch)",
        "  tags.env = dev  (client_defaults)",
        "  shared by the group batch: {'limits': {'concurrency': 4}}",
    ]
    assert lines[-1].endswith(": invoke, expires never")
    assert run("show", "off").stdout.startswith("off: disabled")
    assert run("show", "nobody").exit_code == 1


def test_a_damaged_file_is_one_clear_sentence(run: Run, tmp_path: Path):
    run("add", "laptop")
    (tmp_path / "data" / "credentials.json").write_text("{")
    for command in (("list",), ("add", "b"), ("show", "laptop")):
        result = run(*command)
        assert result.exit_code == 1
        assert "Restore it from a copy" in result.stderr


class NotedPool:
    """Notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def add(self, name: str, scopes: list[str]) -> AppClient:
        self.asked.append(("add", name, scopes))
        return AppClient("id9", "secret-9")

    def names(self) -> list[tuple[str, str]]:
        return [("b", "id2"), ("a", "id1")]

    def rotate(self, name: str) -> AppClient:
        self.asked.append(("rotate", name))
        return AppClient("id1", "secret-2")

    def switch(self, name: str, scopes: list[str], *, disabled: bool) -> None:
        self.asked.append(("switch", name, scopes, disabled))

    def remove(self, name: str) -> None:
        self.asked.append(("remove", name))


def test_the_same_commands_work_on_a_cognito_pool(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pool = NotedPool()

    def pool_of(desk: Desk, name: str) -> NotedPool:
        return pool

    monkeypatch.setattr(Desk, "pool", pool_of)
    made = run("add", "svc", "--issuer", "pool")
    assert made.stdout == "secret-9\n"
    assert "clients: {svc: {id: id9}}" in made.stderr
    assert run("list", "--issuer", "pool").stdout == "a  id1\nb  id2\n"
    assert run("rotate", "svc", "--issuer", "pool").stdout == "secret-2\n"
    assert run("disable", "svc", "--issuer", "pool").exit_code == 0
    assert run("enable", "svc", "--issuer", "pool").exit_code == 0
    assert run("remove", "svc", "--issuer", "pool").exit_code == 0
    scopes = ["https://gateway.internal/invoke"]
    assert pool.asked == [
        ("add", "svc", scopes),
        ("rotate", "svc"),
        ("switch", "svc", scopes, True),
        ("switch", "svc", scopes, False),
        ("remove", "svc"),
    ]
    assert audited(tmp_path)[-1] == "clients.remove pool/svc"
    assert "secret" not in (tmp_path / "data" / "audit.jsonl").read_text()
