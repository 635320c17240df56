"""Images copied between two real registries by each tool that is there."""

import os
from collections.abc import Generator
from pathlib import Path
from shutil import which

import pytest

from ai_gateway.aws.copier import PLATFORMS, TOOLS, Copier, Login, find_copier
from ai_gateway.aws.session import AwsFailed
from tests.integration.aws.registry import PASSWORD, USER, Registry, running_registry


@pytest.fixture
def upstream(tmp_path: Path) -> Generator[Registry]:
    with running_registry(tmp_path / "upstream", signed_in=False) as registry:
        yield registry


@pytest.fixture
def own(tmp_path: Path) -> Generator[Registry]:
    with running_registry(tmp_path / "own", signed_in=True) as registry:
        yield registry


def copier(tool: str, folder: Path, *registries: Registry) -> Copier:
    """Return the tool, told that these registries are without TLS, and with a home of its own."""
    if which(tool) is None:
        pytest.skip(f"{tool} is not on the path")
    plain = "\n".join(
        f'[[registry]]\nlocation = "{one.address}"\ninsecure = true' for one in registries
    )
    settings = folder / ".config" / "containers"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "registries.conf").write_text(plain)
    # skopeo reads the file; crane and docker take loopback without TLS by themselves.
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    if tool == "docker":
        try:
            return find_copier(environment, lambda name: name if name == "docker" else None)
        except AwsFailed:
            pytest.skip("docker has no buildx plugin")
    return Copier(tool, environment)


@pytest.mark.parametrize("tool", TOOLS)
def test_both_architectures_arrive_and_keep_their_digest(
    tmp_path: Path, upstream: Registry, own: Registry, tool: str
):
    tools = copier(tool, tmp_path, upstream, own)
    upstream.put_image("team/image", "1.0", *PLATFORMS)
    source = f"{upstream.address}/team/image:1.0"
    destination = f"{own.address}/ai-gateway-dev/gateway:1.0"
    assert tools.platforms(source) == PLATFORMS
    tools.copy(source, destination, Login(own.address, USER, PASSWORD))
    # Who reads there has to sign in too, so what arrived is read from where the registry keeps it.
    tags = tmp_path / "own/images/docker/registry/v2/repositories/ai-gateway-dev/gateway/_manifests"
    kept = (tags / "tags/1.0/current/link").read_text()
    sent = tmp_path / "upstream/images/docker/registry/v2/repositories/team/image/_manifests"
    assert kept == (sent / "tags/1.0/current/link").read_text()
    revisions = sorted(path.name for path in (tags / "revisions/sha256").iterdir())
    assert revisions == sorted(path.name for path in (sent / "revisions/sha256").iterdir())
    assert len(revisions) == 3


@pytest.mark.parametrize("tool", TOOLS)
def test_a_wrong_password_is_refused_and_not_repeated(
    tmp_path: Path, upstream: Registry, own: Registry, tool: str
):
    tools = copier(tool, tmp_path, upstream, own)
    upstream.put_image("team/image", "1.0", *PLATFORMS)
    with pytest.raises(AwsFailed, match=rf"{tool} (copy|buildx) failed") as raised:
        tools.copy(
            f"{upstream.address}/team/image:1.0",
            f"{own.address}/ai-gateway-dev/gateway:1.0",
            Login(own.address, USER, "a-wrong-password"),
        )
    assert "a-wrong-password" not in str(raised.value)


@pytest.mark.parametrize("tool", TOOLS)
def test_an_image_that_is_not_there_is_said(tmp_path: Path, upstream: Registry, tool: str):
    with pytest.raises(AwsFailed, match=f"{tool} .* failed"):
        copier(tool, tmp_path, upstream).platforms(f"{upstream.address}/team/none:1")
