"""The keys of the configuration and of the file, and how the file is followed."""

from pathlib import Path

import pytest

from ai_gateway.auth.credential_file import (
    ClientRecord,
    CredentialFile,
    CredentialFileDamaged,
    KeyRecord,
    Records,
)
from ai_gateway.auth.gateway_key import NewKey, make_key
from ai_gateway.auth.gateway_keys import GatewayKeys
from ai_gateway.auth.settings import KeySettings


class Stand:
    """Gateway keys with a file and a clock that a test moves."""

    def __init__(self, folder: Path, *, file_taken: bool = True) -> None:
        self.now = 0.0
        self.file = CredentialFile(folder)
        self.configured = make_key()
        self.kept = make_key()
        self.write(self.kept)
        self.keys = GatewayKeys(
            {self.configured.id: KeySettings(client="ci", sha256=self.configured.sha256)},
            self.file,
            lambda: self.now,
            lambda: 1000.0 + self.now,
            file_taken=file_taken,
        )

    def write(self, *keys: NewKey, disabled: bool = False, expires: float | None = None) -> None:
        records = {key.id: KeyRecord(key.sha256, ("invoke",), 1.0, expires) for key in keys}

        def change(_: Records) -> Records:
            return {"laptop": ClientRecord(1.0, disabled, records)}

        self.file.change(change)

    def client(self, key: NewKey) -> str | None:
        found = self.keys.bearer(key.text.encode())
        return None if found is None else found[1].client


def test_keys_come_from_both_places(tmp_path: Path):
    stand = Stand(tmp_path)
    assert stand.client(stand.configured) == "ci"
    assert stand.client(stand.kept) == "laptop"
    assert stand.client(make_key()) is None


def test_keys_of_the_file_may_be_good_for_tokens_only(tmp_path: Path):
    stand = Stand(tmp_path, file_taken=False)
    assert stand.client(stand.kept) is None
    assert stand.keys.find(stand.kept.text.encode()) is not None
    assert stand.client(stand.configured) == "ci"


def test_a_change_of_the_file_counts_within_a_second(tmp_path: Path):
    stand = Stand(tmp_path)
    new = make_key()
    stand.write(new, disabled=True)
    stand.now = 0.9
    assert stand.client(stand.kept) == "laptop"
    assert not stand.keys.is_disabled("laptop")
    stand.now = 1.0
    assert stand.client(stand.kept) is None
    assert stand.client(new) == "laptop"
    assert stand.keys.is_disabled("laptop")


def test_a_new_key_is_good_at_once(tmp_path: Path):
    stand = Stand(tmp_path)
    new = make_key()
    stand.write(new)
    assert stand.client(new) == "laptop"


def test_a_key_of_the_file_expires(tmp_path: Path):
    stand = Stand(tmp_path)
    stand.write(stand.kept, expires=1002.0)
    stand.now = 1.5
    assert stand.client(stand.kept) == "laptop"
    stand.now = 2.0
    assert stand.client(stand.kept) is None


def test_a_file_that_is_damaged_later_leaves_the_keys_as_they_were(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    stand = Stand(tmp_path)
    (tmp_path / "credentials.json").write_text("{")
    stand.now = 1.0
    assert stand.client(stand.kept) == "laptop"
    assert "The keys stay as they were" in caplog.text


def test_a_file_that_is_damaged_from_the_beginning_is_not_passed_over(tmp_path: Path):
    (tmp_path / "credentials.json").write_text("[]")
    with pytest.raises(CredentialFileDamaged):
        Stand(tmp_path)


def test_a_file_that_is_taken_away_takes_its_keys_with_it(tmp_path: Path):
    stand = Stand(tmp_path)
    (tmp_path / "credentials.json").unlink()
    stand.now = 1.0
    assert stand.client(stand.kept) is None


def test_the_configured_keys_are_replaced_at_reload(tmp_path: Path):
    stand = Stand(tmp_path)
    stand.keys.use({})
    assert stand.client(stand.configured) is None
    assert stand.client(stand.kept) == "laptop"
