"""Copies images from registry to registry with whichever tool is there: skopeo, crane, docker."""

import base64
import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from ai_gateway.aws.session import AwsFailed

TOOLS = ("skopeo", "crane", "docker")
"""In the order in which they are tried: docker needs buildx, the others nothing."""

PLATFORMS = ("linux/amd64", "linux/arm64")
"""Both, so that an image runs on Fargate's ARM64 and on whatever a laptop is."""

# A gigabyte over a slow line.
_MOST_SECONDS = 1800


@dataclass(frozen=True)
class Login:
    """User and password for one registry, such as `123456789012.dkr.ecr.eu-west-1.amazonaws.com`.

    Its repr shows no password.
    """

    registry: str
    user: str
    password: str

    def __repr__(self) -> str:
        return f"Login({self.registry!r}, {self.user!r}, '***')"

    def configuration(self) -> str:
        """Return it as all three tools read it."""
        token = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return json.dumps({"auths": {self.registry: {"auth": token}}})


class Copier:
    """One of the tools; `environment` is what it runs with."""

    def __init__(self, tool: str, environment: Mapping[str, str]) -> None:
        self.tool = tool
        self._environment = environment

    def platforms(self, image: str) -> tuple[str, ...]:
        """Return the platforms of an image, as `linux/arm64`; none where it is for one only.

        Raises `AwsFailed` where it cannot be read.
        """
        arguments = {
            "skopeo": ["inspect", "--raw", f"docker://{image}"],
            "crane": ["manifest", image],
            "docker": ["buildx", "imagetools", "inspect", "--raw", image],
        }[self.tool]
        try:
            manifest = json.loads(self._run(arguments, {}))
        except ValueError as error:
            raise AwsFailed(f"{self.tool} says no manifest of {image}.") from error
        found = [entry.get("platform", {}) for entry in manifest.get("manifests", [])]
        return tuple(f"{one.get('os')}/{one.get('architecture')}" for one in found)

    def copy(self, source: str, destination: str, login: Login) -> None:
        """Copy `source` with every platform to `destination`, signed in there by `login`.

        The password is in a file that only this user can read, and gone afterwards; on no
        command line. Raises `AwsFailed` with what the tool said.
        """
        with TemporaryDirectory(prefix="ai-gateway-") as folder:
            path = Path(folder) / "config.json"
            path.touch(mode=0o600)
            path.write_text(login.configuration(), "utf-8")
            arguments = {
                "skopeo": [
                    *("copy", "--all", "--preserve-digests", "--dest-authfile", str(path)),
                    *(f"docker://{source}", f"docker://{destination}"),
                ],
                "crane": ["copy", source, destination],
                "docker": ["buildx", "imagetools", "create", "--tag", destination, source],
            }[self.tool]
            self._run(arguments, {"DOCKER_CONFIG": folder})

    def _run(self, arguments: list[str], more: Mapping[str, str]) -> str:
        try:
            ended = subprocess.run(  # noqa: S603  the tool is one of three, the rest no shell sees
                [self.tool, *arguments],
                env={**self._environment, **more},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=_MOST_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise AwsFailed(f"{self.tool} did not run to its end: {error}") from error
        if ended.returncode != 0:
            said = ended.stderr.strip().splitlines() or ["nothing"]
            raise AwsFailed(f"{self.tool} {arguments[0]} failed: {said[-1]}")
        return ended.stdout


def find_copier(
    environment: Mapping[str, str], find: Callable[[str], str | None] = which
) -> Copier:
    """Return the first tool that is there; raises `AwsFailed` where none is."""
    for tool in TOOLS:
        if find(tool) is None:
            continue
        if tool != "docker" or _has_buildx(environment):
            return Copier(tool, environment)
    raise AwsFailed(
        "Nothing here copies images. Install skopeo (apt, dnf, brew), crane "
        "(github.com/google/go-containerregistry), or docker with its buildx plugin."
    )


def _has_buildx(environment: Mapping[str, str]) -> bool:
    asked = subprocess.run(
        ["docker", "buildx", "version"],  # noqa: S607  found on the path a moment ago
        env=dict(environment),
        capture_output=True,
        check=False,
        timeout=30,
    )
    return asked.returncode == 0
