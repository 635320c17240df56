"""The deployment's timeouts, read from the Terraform files that set them."""

import re
from dataclasses import dataclass

from tests.architecture.repository import ROOT

_INFRASTRUCTURE = ROOT / "infrastructure"
_DEFAULT = r'variable "{}" {{.*?default\s*=\s*(\d+)'
_SETTING = r"^\s*{}\s*=\s*(?:var\.(\w+)\s*([-+])\s*)?(\d+)\s*$"


@dataclass(frozen=True)
class Timeouts:
    """In seconds: the load balancer's, ECS's, and the gateway's own that go with them."""

    idle: float
    deregistration: float
    stop: float
    keep_alive: float
    drain_grace: float
    drain_timeout: float

    def divided(self, factor: float) -> "Timeouts":
        """Return all of them, each divided by the same factor."""
        return Timeouts(*(value / factor for value in vars(self).values()))


def deployed_timeouts() -> Timeouts:
    """Return the timeouts of a deployment that changes none of the defaults."""
    variables = "".join(path.read_text() for path in sorted(_INFRASTRUCTURE.glob("variables*.tf")))
    config = (_INFRASTRUCTURE / "config.tf").read_text()
    return Timeouts(
        idle=_default(variables, "idle_timeout"),
        deregistration=_default(variables, "deregistration_delay"),
        stop=_default(variables, "stop_timeout"),
        keep_alive=_setting(config, variables, "keep_alive_timeout"),
        drain_grace=_setting(config, variables, "drain_grace"),
        drain_timeout=_setting(config, variables, "drain_timeout"),
    )


def _default(variables: str, name: str) -> float:
    found = re.search(_DEFAULT.format(name), variables, re.DOTALL)
    assert found is not None, f"no default of {name} in the variables of the deployment"
    return float(found[1])


def _setting(config: str, variables: str, name: str) -> float:
    """Return what the rendered configuration says: a number, or a variable and a number."""
    found = re.search(_SETTING.format(name), config, re.MULTILINE)
    assert found is not None, f"config.tf sets {name} in no way that this test reads"
    variable, sign, number = found.groups()
    if variable is None:
        return float(number)
    return _default(variables, variable) + (float(number) if sign == "+" else -float(number))
