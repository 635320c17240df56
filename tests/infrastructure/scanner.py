"""Checkov in an environment of its own: it pins libraries that the project has newer."""

import hashlib
import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from tests.infrastructure.toolchain import ROOT, CannotBeHad

LOCK = ROOT / "requirements-checkov.lock"
HOME = ROOT / ".venv" / "checkov"


def find_checkov() -> Path:
    """Return the program of the version that the lock file names. Raises `CannotBeHad`."""
    program = HOME / "bin" / "checkov"
    stamp = HOME / "lock.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print("Installing Checkov into .venv/checkov (half a minute, once)", file=sys.stderr)
        venv.create(HOME, clear=True, with_pip=True)
        arguments = ["install", "--quiet", "--require-hashes", "-r", str(LOCK)]
        done = subprocess.run(
            [HOME / "bin" / "python", "-m", "pip", *arguments],
            check=False,
            capture_output=True,
            text=True,
            timeout=600,
        )
        if done.returncode != 0:
            raise CannotBeHad(f"Checkov could not be installed: {done.stderr.strip()[-300:]}")
        stamp.write_text(wanted)
    return program


def scan(program: Path, folder: Path) -> dict[str, Any]:
    """Return Checkov's report on the Terraform files of a folder, with nothing asked of anyone."""
    arguments = ["--framework", "terraform", "--quiet", "--compact", "--skip-download"]
    done = subprocess.run(
        [program, "--directory", folder, *arguments, "--output", "json"],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
        env={"PATH": str(program.parent), "HOME": str(HOME), "LOG_LEVEL": "ERROR"},
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report
