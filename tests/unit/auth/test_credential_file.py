"""The file of gateway keys is private, whole at every moment, and loses no change."""

import stat
import threading
from pathlib import Path

import pytest

from ai_gateway.auth.credential_file import (
    ClientRecord,
    CredentialFile,
    CredentialFileDamaged,
    KeyRecord,
    Records,
    replace_private,
)

ONE = ClientRecord(created=1.0, keys={"k": KeyRecord("ab" * 32, ("invoke",), 1.0)})


def test_without_a_file_there_are_no_clients(tmp_path: Path):
    file = CredentialFile(tmp_path / "none")
    assert file.read() == {}
    assert file.version() is None


def test_what_is_written_is_read_and_only_its_owner_may(tmp_path: Path):
    file = CredentialFile(tmp_path / "data")
    file.change(lambda _: {"laptop": ONE})
    assert file.read() == {"laptop": ONE}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / "credentials.json").stat().st_mode) == 0o600


def test_every_change_gives_another_version(tmp_path: Path):
    file = CredentialFile(tmp_path)
    versions = set()
    for name in ("a", "b", "c"):
        file.change(lambda held, name=name: {**held, name: ONE})
        versions.add(file.version())
    assert len(versions) == 3
    assert list(file.read()) == ["a", "b", "c"]


def test_a_change_that_fails_leaves_the_file_alone(tmp_path: Path):
    file = CredentialFile(tmp_path)
    file.change(lambda _: {"laptop": ONE})

    def fail(_: Records) -> Records:
        raise LookupError

    with pytest.raises(LookupError):
        file.change(fail)
    assert file.read() == {"laptop": ONE}


def test_no_change_is_lost_among_writers(tmp_path: Path):
    def write(name: str) -> None:
        CredentialFile(tmp_path).change(lambda held: {**held, name: ONE})

    threads = [threading.Thread(target=write, args=(f"c{i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(CredentialFile(tmp_path).read()) == 8


@pytest.mark.parametrize("text", ["", "{", "[]", '{"clients": 1}', '{"clients": {"a": {}}}'])
def test_a_damaged_file_says_what_to_do(tmp_path: Path, text: str):
    (tmp_path / "credentials.json").write_text(text)
    with pytest.raises(CredentialFileDamaged, match="Restore it from a copy"):
        CredentialFile(tmp_path).read()


def test_a_private_file_replaces_another_at_once(tmp_path: Path):
    path = tmp_path / "key.pem"
    path.write_text("old")
    replace_private(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
