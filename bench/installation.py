"""What the benchmark needs beside Python: nginx and wrk from Debian, Portkey from npm."""

import os
import shutil
import subprocess
from pathlib import Path

_HERE = Path(__file__).parent
_CACHE = _HERE.parent / ".cache" / "bench"
PORTKEY = _CACHE / "node_modules" / "@portkey-ai" / "gateway"

# A mirror that answers slowly is waited for, one that hangs is not; seconds.
_INSTALL_SECONDS = 300


def how_to_install(program: str) -> str:
    """Say how a missing program is had."""
    return f"`{program}` is not installed; as root: apt-get install {program}"


def debian_packages() -> None:
    """Install nginx and wrk where they are missing and this machine lets us; else do nothing."""
    missing = [program for program in ("nginx", "wrk") if shutil.which(program) is None]
    if not missing or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    print(f"Installing {' and '.join(missing)} with apt-get")
    # Runlevel 1 keeps the package from starting nginx as a service on port 80.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    _run(["apt-get", "update", "--quiet"], environment)
    _run(["apt-get", "install", "--yes", "--no-install-recommends", *missing], environment)


def portkey() -> str | None:
    """Install Portkey as bench/package-lock.json has it; return why that failed, None if not."""
    for program, package in (("node", "nodejs"), ("npm", "npm")):
        if shutil.which(program) is None:
            return how_to_install(package)
    lock = (_HERE / "package-lock.json").read_bytes()
    done = _CACHE / "installed.lock"
    if PORTKEY.exists() and done.exists() and done.read_bytes() == lock:
        return None
    print("Installing Portkey with npm")
    _CACHE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_HERE / name, _CACHE)
    problem = _run(["npm", "ci", "--prefix", str(_CACHE), "--ignore-scripts", "--no-audit"])
    if problem is None:
        done.write_bytes(lock)
    return problem


def _run(argv: list[str], environment: dict[str, str] | None = None) -> str | None:
    """Run an installer; return how it failed, None where it did not."""
    try:
        done = subprocess.run(
            argv,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_INSTALL_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"`{argv[0]}` took more than {_INSTALL_SECONDS} s"
    if done.returncode == 0:
        return None
    return f"`{' '.join(argv[:2])}` failed: {(done.stderr or done.stdout).strip()[-300:]}"
