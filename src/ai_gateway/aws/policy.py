"""What IAM's and KMS's policies say, as far as the doctor asks."""

import re
from fnmatch import fnmatchcase
from typing import Any

_MODEL = re.compile(r"arn:[^:]*:bedrock:(?P<region>[^:]*)::foundation-model/(?P<model>[^*]+)")


def lets_logs(statement: dict[str, Any], region: str, group: str) -> bool:
    """Tell whether a statement lets CloudWatch Logs encrypt for a log group."""
    services = _listed(_mapping(statement.get("Principal")).get("Service"))
    actions = _listed(statement.get("Action"))
    if statement.get("Effect") != "Allow" or not any(
        service.startswith(f"logs.{region}.") for service in services
    ):
        return False
    if not any(fnmatchcase("kms:GenerateDataKey", action) for action in actions):
        return False
    conditions = _mapping(statement.get("Condition")).values()
    patterns = [
        pattern
        for condition in conditions
        for pattern in _listed(_mapping(condition).get("kms:EncryptionContext:aws:logs:arn"))
    ]
    return not conditions or any(fnmatchcase(group, pattern) for pattern in patterns)


def named_models(policy: dict[str, Any], region: str) -> list[str]:
    """Return the models of that region that a policy names, each once."""
    found: dict[str, None] = {}
    for statement in policy["Statement"]:
        for resource in _listed(statement.get("Resource")):
            match = _MODEL.fullmatch(resource)
            if match is not None and match["region"] == region:
                found[match["model"]] = None
    return list(found)


def _listed(value: Any) -> list[str]:  # noqa: ANN401  IAM writes one text or a list of them
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(one) for one in value]


def _mapping(value: Any) -> dict[str, Any]:  # noqa: ANN401  IAM writes `*` for everybody
    return value if isinstance(value, dict) else {}  # pyright: ignore[reportUnknownVariableType]
