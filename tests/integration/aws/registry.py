"""Registries of images: docker-registry on a free port, with images of the test's own."""

import hashlib
import http.client
import json
import re
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import pytest

USER, PASSWORD = "AWS", "a-password-for-tests"
# bcrypt of the password, as docker-registry wants it.
_HASH = "$2b$04$kgRaTbzfF9LLy8OswZXEnOfmdlh.8cDwjZtommhW35OSzoKLbeghq"

_INDEX = "application/vnd.oci.image.index.v1+json"
_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
_LISTENING = re.compile(r"listening on 127\.0\.0\.1:(\d+)")


class Registry:
    """A running registry: `address` is its host and port."""

    def __init__(self, port: int) -> None:
        self.address = f"127.0.0.1:{port}"

    def put_image(self, repository: str, tag: str, *platforms: str) -> str:
        """Put an image for each platform there, under one index; return its digest."""
        entries = [self._platform(repository, platform) for platform in platforms]
        index = _dumped({"schemaVersion": 2, "mediaType": _INDEX, "manifests": entries})
        self._ask("PUT", f"/v2/{repository}/manifests/{tag}", index, _INDEX)
        return _digest(index)

    def _platform(self, repository: str, platform: str) -> dict[str, object]:
        system, _, machine = platform.partition("/")
        config = _dumped(
            {"architecture": machine, "os": system, "rootfs": {"type": "layers", "diff_ids": []}}
        )
        manifest = _dumped(
            {
                "schemaVersion": 2,
                "mediaType": _MANIFEST,
                "config": self._blob(
                    repository, config, "application/vnd.oci.image.config.v1+json"
                ),
                "layers": [],
            }
        )
        digest = _digest(manifest)
        self._ask("PUT", f"/v2/{repository}/manifests/{digest}", manifest, _MANIFEST)
        return {
            "mediaType": _MANIFEST,
            "digest": digest,
            "size": len(manifest),
            "platform": {"os": system, "architecture": machine},
        }

    def _blob(self, repository: str, content: bytes, kind: str) -> dict[str, object]:
        place = self._ask("POST", f"/v2/{repository}/blobs/uploads/")
        path = place.partition(self.address)[2]
        digest = _digest(content)
        self._ask("PUT", f"{path}&digest={digest}", content, "application/octet-stream")
        return {"mediaType": kind, "digest": digest, "size": len(content)}

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = "text/plain") -> str:
        connection = http.client.HTTPConnection(self.address, timeout=10)
        try:
            connection.request(method, path, body, {"content-type": kind})
            answer = connection.getresponse()
            said = answer.read()
            assert answer.status in (201, 202), said
            return answer.headers.get("location", "")
        finally:
            connection.close()


@contextmanager
def running_registry(folder: Path, *, signed_in: bool) -> Generator[Registry]:
    """Run a registry whose images lie in `folder`; `signed_in` asks for user and password."""
    binary = which("docker-registry")
    if binary is None:
        pytest.skip("docker-registry is not installed (Debian: apt-get install docker-registry)")
    folder.mkdir()
    settings: dict[str, object] = {
        "version": "0.1",
        "log": {"level": "info"},
        "storage": {"filesystem": {"rootdirectory": str(folder / "images")}},
        "http": {"addr": "127.0.0.1:0", "secret": "not-one"},
    }
    if signed_in:
        (folder / "users").write_text(f"{USER}:{_HASH}\n")
        settings["auth"] = {"htpasswd": {"realm": "tests", "path": str(folder / "users")}}
    # JSON is YAML.
    (folder / "config.yml").write_text(json.dumps(settings))
    with subprocess.Popen(
        [binary, "serve", str(folder / "config.yml")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Registry(_port(process))
        finally:
            process.kill()


def _port(process: "subprocess.Popen[str]") -> int:
    said = ""
    assert process.stderr is not None
    for line in process.stderr:
        said += line
        if found := _LISTENING.search(line):
            return int(found[1])
    raise AssertionError(f"docker-registry did not start: {said}")


def _dumped(value: object) -> bytes:
    return json.dumps(value).encode()


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
