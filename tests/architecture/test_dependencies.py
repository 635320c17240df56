"""Few dependencies, locked by hash, from nowhere in particular."""

import json
import re
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, repository_files

MOST_RUN_TIME_PACKAGES = 40
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]
NPM_LOCKS = [path for path in repository_files() if path.name == "package-lock.json"]


def packages(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", lock.read_text(), re.MULTILINE))


def test_the_run_time_stays_small():
    # What only Windows needs is not installed where the gateway runs.
    elsewhere = re.findall(r"^([a-z0-9._-]+)==.*win32", LOCKS[0].read_text(), re.MULTILINE)
    assert 0 < len(packages(LOCKS[0]).keys() - elsewhere) <= MOST_RUN_TIME_PACKAGES


def test_development_runs_on_what_production_runs_on():
    run, development = map(packages, LOCKS)
    assert {name: development.get(name) for name in run} == run


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_is_locked_by_hash_and_no_index_is_named(lock: Path):
    text = lock.read_text()
    entries = re.split(r"^(?=[a-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert "--index-url" not in text


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_npm_packages_are_locked_by_hash_and_no_registry_is_named(lock: Path):
    entries = json.loads(lock.read_text())["packages"]
    assert [name for name, entry in entries.items() if "resolved" in entry] == []
    assert [name for name, entry in entries.items() if name and "integrity" not in entry] == []
