"""What the commands on clients work with."""

import json
import os
import pwd
from pathlib import Path

import pytest
import typer

from ai_gateway.cli import desk as module
from ai_gateway.cli.cognito import PoolFailed
from ai_gateway.cli.desk import Desk
from ai_gateway.config.settings import Settings


def desk(folder: Path, **auth: object) -> Desk:
    issuers = {
        "pool": {"url": "https://cognito-idp.eu-west-3.amazonaws.com/p", "scope": "call"},
        "okta": {"url": "https://okta.example"},
    }
    said = {"issuers": issuers, "directory": str(folder / "data"), **auth}
    return Desk(Settings.model_validate({"auth": said}))


def test_what_was_done_is_in_the_audit_beside_the_keys_or_where_it_is_said(tmp_path: Path):
    desk(tmp_path).note("clients.add", "a")
    desk(tmp_path, audit_file=str(tmp_path / "all.jsonl")).note("clients.remove", "a")
    one = json.loads((tmp_path / "data" / "audit.jsonl").read_text())["audit"]
    two = json.loads((tmp_path / "all.jsonl").read_text())["audit"]
    account = pwd.getpwuid(os.getuid()).pw_name
    assert one == {"what": "clients.add", "outcome": "done", "who": account, "on": "a"}
    assert two["what"] == "clients.remove"


def test_an_account_without_a_name_has_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def unknown(number: int) -> None:
        raise KeyError(number)

    monkeypatch.setattr(module.pwd, "getpwuid", unknown)
    desk(tmp_path).note("clients.add", "a")
    event = json.loads((tmp_path / "data" / "audit.jsonl").read_text())["audit"]
    assert event["who"] == str(os.getuid())


@pytest.mark.parametrize("name", ["", "A", "a/b", "a b", "-a", "a" + "\n"])
def test_a_name_has_to_be_one(tmp_path: Path, name: str):
    with pytest.raises(typer.Exit):
        desk(tmp_path).check_name(name)


def test_issuers_and_their_scopes_go_by_their_own_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    here = desk(tmp_path)
    assert here.names("pool", ["invoke"]) == ["call"]
    assert here.names("okta", ["admin"]) == ["https://gateway.internal/admin"]
    with pytest.raises(typer.Exit):
        here.issuer("none")
    assert "expected one of okta, pool" in capsys.readouterr().err
    with pytest.raises(typer.Exit):
        here.pool("okta")
    assert "no Cognito pool" in capsys.readouterr().err


def test_what_a_pool_refuses_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    def refuse() -> None:
        raise PoolFailed("not allowed")

    assert desk(tmp_path).ask(lambda: 5) == 5
    with pytest.raises(typer.Exit):
        desk(tmp_path).ask(refuse)
    assert "not allowed" in capsys.readouterr().err
