"""The embedded store's file: read again, one gateway's alone."""

from pathlib import Path

import pytest

from ai_gateway.store.contract import StoreUnavailable
from ai_gateway.store.embedded.journal import Journal


def test_what_was_written_is_read_again(tmp_path: Path):
    path = tmp_path / "state" / "store.db"
    journal = Journal(path)
    assert (journal.purses(), journal.windows()) == ([], [])
    journal.write([("a", 7, 2**60)], [("r", 60, {1: 2, 3: -4})])
    journal.write([("a", 8, 5)], [])
    journal.close()
    again = Journal(path)
    assert again.purses() == [("a", 8, 5)]
    assert again.windows() == [("r", 60, {1: 2, 3: -4})]
    again.keep_only([("s", 60, {})])
    assert again.windows() == [("s", 60, {})]
    again.close()


def test_a_second_gateway_is_refused_and_told_what_to_do(tmp_path: Path):
    path = tmp_path / "store.db"
    journal = Journal(path)
    with pytest.raises(StoreUnavailable, match=r"store\.path .* share a Redis"):
        Journal(path)
    journal.close()
    Journal(path).close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path):
    path = tmp_path / "store.db"
    path.write_text("nothing of the kind, for certain, and long enough to be one" * 20)
    with pytest.raises(StoreUnavailable, match=r"store\.path"):
        Journal(path)


def test_a_folder_that_cannot_be_is_refused(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match=r"store\.path"):
        Journal(tmp_path / "file" / "store.db")
