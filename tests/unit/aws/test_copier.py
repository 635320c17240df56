"""Copying images with whichever tool is there. The real tools run in the integration tests."""

import json
import os
import stat
from pathlib import Path

import pytest

from ai_gateway.aws.copier import Copier, Login, find_copier
from ai_gateway.aws.session import AwsFailed

LOGIN = Login("r.example", "AWS", "a-password")
INDEX = {
    "manifests": [
        {"platform": {"os": "linux", "architecture": "amd64"}},
        {"platform": {"os": "linux", "architecture": "arm64"}},
        {"platform": {"os": "unknown", "architecture": "unknown"}},
    ]
}


def program(folder: Path, name: str, script: str) -> dict[str, str]:
    """Put a shell script on the path under the name of a tool; return the environment."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.defpath}"}


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.defpath}")
    return tmp_path


@pytest.mark.parametrize("there", [("skopeo", "crane", "docker"), ("crane", "docker"), ("docker",)])
def test_the_first_tool_that_is_there_is_taken(on_path: Path, there: tuple[str, ...]):
    environment = program(on_path, "docker", "exit 0")
    copier = find_copier(environment, lambda tool: tool if tool in there else None)
    assert copier.tool == there[0]


def test_docker_without_buildx_is_none(on_path: Path):
    environment = program(on_path, "docker", "exit 1")
    with pytest.raises(AwsFailed, match=r"Install skopeo .*crane .*docker with its buildx"):
        find_copier(environment, lambda tool: tool if tool == "docker" else None)


@pytest.mark.parametrize(
    ("tool", "asked"),
    [
        ("skopeo", "inspect --raw docker://i:1"),
        ("crane", "manifest i:1"),
        ("docker", "buildx imagetools inspect --raw i:1"),
    ],
)
def test_the_platforms_are_those_of_the_index(on_path: Path, tool: str, asked: str):
    environment = program(
        on_path, tool, f"echo \"$@\" > {on_path}/asked\necho '{json.dumps(INDEX)}'"
    )
    found = Copier(tool, environment).platforms("i:1")
    assert found == ("linux/amd64", "linux/arm64", "unknown/unknown")
    assert (on_path / "asked").read_text().strip() == asked


def test_an_image_for_one_platform_has_no_index(on_path: Path):
    assert Copier("crane", program(on_path, "crane", "echo '{}'")).platforms("i:1") == ()


def test_what_is_no_manifest_is_said(on_path: Path):
    with pytest.raises(AwsFailed, match="crane says no manifest of i:1"):
        Copier("crane", program(on_path, "crane", "echo hello")).platforms("i:1")


@pytest.mark.parametrize(
    ("tool", "asked"),
    [
        ("skopeo", "copy --all --preserve-digests --dest-authfile FILE docker://a:1 docker://b:1"),
        ("crane", "copy a:1 b:1"),
        ("docker", "buildx imagetools create --tag b:1 a:1"),
    ],
)
def test_the_password_is_in_a_file_of_this_user_alone(on_path: Path, tool: str, asked: str):
    script = f'echo "$@" > {on_path}/asked\ncp -p "$DOCKER_CONFIG/config.json" {on_path}/config\n'
    Copier(tool, program(on_path, tool, script)).copy("a:1", "b:1", LOGIN)
    words = (on_path / "asked").read_text().split()
    assert " ".join("FILE" if word.endswith("config.json") else word for word in words) == asked
    kept = on_path / "config"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text()) == {
        "auths": {"r.example": {"auth": "QVdTOmEtcGFzc3dvcmQ="}}
    }
    assert "a-password" not in (on_path / "asked").read_text() + repr(LOGIN)


def test_what_a_tool_says_last_is_why(on_path: Path):
    environment = program(on_path, "crane", "echo first >&2; echo 'no such image' >&2; exit 1")
    with pytest.raises(AwsFailed, match="crane manifest failed: no such image"):
        Copier("crane", environment).platforms("i:1")


def test_a_tool_that_is_gone_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AwsFailed, match="crane did not run to its end"):
        Copier("crane", {"PATH": str(tmp_path)}).platforms("i:1")
