"""The provider's plugin as a process that outlives Terraform's commands.

Terraform starts the plugin anew for each command and each run of a test, and most of such a
command's time is that start. A plugin that was started for debugging serves one command after the
other, which Terraform supports by the variable `TF_REATTACH_PROVIDERS`.
"""

import re
import subprocess
from collections.abc import Mapping
from typing import Self

from tests.infrastructure.terraform import ALONE
from tests.infrastructure.toolchain import Toolchain

_TOLD = re.compile(r"TF_REATTACH_PROVIDERS='(.*)'")


class Plugin:
    """A running plugin; what it is given is all that it sees, and `environment` leads to it.

    One command at a time may use it: the last one's configuration holds. Where the mirror has
    packed plugins only, nothing runs and Terraform starts its own.
    """

    def __init__(self, tools: Toolchain, environment: Mapping[str, str]) -> None:
        self.environment: dict[str, str] = {}
        self._process: subprocess.Popen[str] | None = None
        program = tools.plugin
        if program is None:
            return
        self._process = subprocess.Popen(
            [program, "-debug"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**ALONE, **environment},
        )
        output = self._process.stdout
        assert output is not None
        for line in output:
            found = _TOLD.search(line)
            if found:
                self.environment = {"TF_REATTACH_PROVIDERS": found[1]}
                return
        raise RuntimeError(f"{program.name} did not start for debugging.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.communicate(timeout=30)
