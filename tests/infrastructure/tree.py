"""Copies of the Terraform tree that the plugin on this machine can work with.

The tree is written for version 6.22 of the provider and more. For an older one the constraint is
overridden, and the listener of port 443 loses the one action that the old one does not know. The
rest of the copy is the tree, file by file.
"""

import re
import shutil
from pathlib import Path

from tests.infrastructure.toolchain import ROOT, Toolchain

SOURCE = ROOT / "infrastructure"
MODULES = sorted(path.name for path in (SOURCE / "modules").glob("*") if path.is_dir())
LISTENER = Path("modules", "auth", "jwt_listener.tf")

_JWT_ACTION = re.compile(r'\n  dynamic "default_action" \{\n.*?\n  \}\n', re.DOTALL)
_LEFT_OUT = shutil.ignore_patterns(".terraform*", "*.tfstate*", "plan")

_PROVIDER = """\
provider "aws" {
  # A bucket's name is no name of a host here.
  s3_use_path_style = true
}
"""


def copy_tree(tools: Toolchain, folder: Path) -> Path:
    """Copy the tree into `folder` and return its root there."""
    root = folder / "infrastructure"
    shutil.copytree(SOURCE, root, ignore=_LEFT_OUT)
    if not tools.knows_jwt:
        listener = root / LISTENER
        listener.write_text(without_jwt(listener.read_text()))
        for module in {path.parent for path in root.rglob("*.tf")}:
            _override_version(module, tools)
    return root


def make_simulated(root: Path) -> None:
    """Lead the provider of a root to the simulated account, and its state to a file."""
    named = any('provider "aws"' in path.read_text() for path in root.glob("*.tf"))
    name = "simulated_override.tf" if named else "simulated.tf"
    (root / name).write_text(_PROVIDER)
    (root / "backend_override.tf").write_text('terraform {\n  backend "local" {}\n}\n')


def without_jwt(listener: str) -> str:
    """Return the text of the listener's file without the action that validates tokens."""
    plain, count = _JWT_ACTION.subn("", listener)
    if count != 1:
        raise ValueError(
            f'{LISTENER} has {count} blocks `dynamic "default_action"`; one was expected, of the'
            " action jwt-validation."
        )
    return plain


def _override_version(module: Path, tools: Toolchain) -> None:
    version = ".".join(str(part) for part in tools.provider)
    (module / "version_override.tf").write_text(
        'terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n'
        f'      version = "{version}"\n    }}\n  }}\n}}\n'
    )
