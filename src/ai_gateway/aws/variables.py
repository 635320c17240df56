"""The few variables of the deployment that commands beside Terraform have to know."""

import re
from collections.abc import Mapping
from pathlib import Path

_TEXT = re.compile(r'^\s*(?P<name>[a-z][a-z0-9_]*)\s*=\s*"(?P<value>[^"$\\]*)"', re.MULTILINE)


def text_variables(
    folder: Path, environment_name: str, environment: Mapping[str, str]
) -> dict[str, str]:
    """Return the variables that are plain texts, as Terraform would find them.

    Those of `environments/NAME.tfvars` in `folder` count before `TF_VAR_…` of `environment`. A
    file that is not there has none: not every deployment is kept in this folder.
    """
    prefix = "TF_VAR_"
    found = {
        name.removeprefix(prefix): value
        for name, value in environment.items()
        if name.startswith(prefix)
    }
    file = folder / "environments" / f"{environment_name}.tfvars"
    if file.is_file():
        text = file.read_text("utf-8")
        found |= {match["name"]: match["value"] for match in _TEXT.finditer(text)}
    return found
