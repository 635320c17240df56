"""A gateway whose callers and operators have to say who they are."""

import json
from pathlib import Path

import pytest

from ai_gateway.app import StartRefused, build
from ai_gateway.auth.client_settings import ClientSettings
from ai_gateway.auth.settings import AuthSettings
from ai_gateway.config.settings import Settings
from tests.unit.test_app import got, settings

pytestmark = pytest.mark.anyio

KEYS = {"gateway_keys": True}


def identified(folder: Path, **auth: object) -> Settings:
    said = {"directory": str(folder), "audit_file": str(folder / "audit.jsonl"), **KEYS, **auth}
    return settings().model_copy(update={"auth": AuthSettings.model_validate(said)})


async def test_where_keys_are_taken_a_call_without_one_is_refused_and_on_record(tmp_path: Path):
    async with build(identified(tmp_path)) as gateway:
        assert (await got(gateway.url, "/v1/models"))[0] == 401
        assert (await got(gateway.admin_url, "/status"))[0] == 401
        assert (await got(gateway.url, "/health"))[0] == 200
        assert (await got(gateway.admin_url, "/health"))[0] == 200
    lines = (tmp_path / "audit.jsonl").read_text().splitlines()
    events = [json.loads(line)["audit"] for line in lines]
    assert [event["what"] for event in events] == ["call", "admin"]


@pytest.mark.parametrize(
    ("file", "auth", "says"),
    [
        ("credentials.json", {}, "Restore it from a copy"),
        ("issuer-key.pem", {"local_issuer": {"enabled": True}}, "signing key"),
        ("none", {"audit_file": "/nonexistent/audit.jsonl"}, "audit.jsonl"),
    ],
)
async def test_what_authentication_cannot_do_without_is_refused_and_gives_the_ports_back(
    tmp_path: Path, file: str, auth: dict[str, object], says: str
):
    (tmp_path / file).write_text("damaged")
    gateway = build(identified(tmp_path, **auth))
    with pytest.raises(StartRefused) as caught:
        async with gateway:
            pass
    assert says in caught.value.message
    for url in (gateway.url, gateway.admin_url):
        with pytest.raises(ConnectionRefusedError):
            await got(url, "/health")


async def test_the_local_issuer_is_on_the_admin_listener_only_where_it_is_on(tmp_path: Path):
    path = "/.well-known/openid-configuration"
    async with build(identified(tmp_path, local_issuer={"enabled": True})) as gateway:
        code, _, body = await got(gateway.admin_url, path)
        assert (code, json.loads(body)["issuer"]) == (200, gateway.admin_url)
        assert (await got(gateway.url, path))[0] == 404
    async with build(identified(tmp_path)) as gateway:
        assert (await got(gateway.admin_url, path))[0] == 404


async def test_a_reload_takes_the_clients_and_names_what_takes_a_restart(tmp_path: Path):
    before = identified(tmp_path)
    async with build(before) as gateway:
        clients = {"a": ClientSettings(id="one")}
        edge = before.edge.model_copy(update={"max_calls": 3})
        keys = before.auth.model_copy(update={"keys": {}, "leeway": 5.0})
        changed = before.model_copy(update={"clients": clients, "edge": edge, "auth": keys})
        assert gateway.reload(changed) == ("edge.max_calls", "auth.leeway")
        assert gateway.reload(before.model_copy(update={"clients": clients})) == ()
