"""Which version runs, and on what."""

import platform
from importlib.metadata import version

# What a report of a fault must name: the wire, the loop, the servers and the parsers.
_LIBRARIES = ("uvloop", "httptools", "uvicorn", "starlette", "msgspec", "pydantic")


def package_version() -> str:
    """Return the version of the gateway."""
    return version("ai-gateway")


def version_lines() -> list[str]:
    """Return one line for the gateway, for Python, and for each main library."""
    machine = f"{platform.system()} {platform.machine()}"
    return [
        f"ai-gateway {package_version()}",
        f"{platform.python_implementation()} {platform.python_version()} on {machine}",
        *(f"{name} {version(name)}" for name in _LIBRARIES),
    ]
