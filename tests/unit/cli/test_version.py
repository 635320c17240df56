"""Which version runs."""

import platform
import re

from ai_gateway.cli.version import package_version, version_lines


def test_the_gateway_comes_first_then_python_then_the_libraries():
    lines = version_lines()
    assert lines[0] == f"ai-gateway {package_version()}"
    assert platform.python_version() in lines[1]
    assert all(re.fullmatch(r"[a-z]+ \d[\w.]*", line) for line in lines[2:])
    assert {line.split()[0] for line in lines[2:]} >= {"uvloop", "httptools", "pydantic"}
