"""The values that the stack is applied with, and every switch."""

import json
from pathlib import Path
from typing import Any

from tests.infrastructure.cloud.account import REGION

CERTIFICATE = "the certificate of the account"
"""Stands for its ARN, which the account gives."""

BASE: dict[str, Any] = {
    "environment": "dev",
    "region": REGION,
    "allowed_cidrs": ["198.51.100.0/24"],
    "azure_openai_endpoint": "https://example.openai.azure.com",
    # So that it can be destroyed again.
    "deletion_protection": False,
}

_CLIENTS = {
    "clients": {
        "service-a": {"tags": {"team": "search", "cost_centre": "4711"}},
        "service-b": {"tags": {"team": "support", "cost_centre": "4712"}},
    }
}

SWITCHES: dict[str, dict[str, Any]] = {
    "certificate_arn": {"certificate_arn": CERTIFICATE},
    "enable_waf": {"enable_waf": True},
    "enable_jwt": {"enable_jwt": True, "certificate_arn": CERTIFICATE},
    "allow_gateway_keys": {
        "allow_gateway_keys": True,
        "enable_jwt": True,
        "certificate_arn": CERTIFICATE,
    },
    "nat_per_az": {"nat_per_az": True},
    "enable_multi_client": {"enable_multi_client": True, **_CLIENTS},
    "enable_fallback_routing": {"enable_fallback_routing": True},
    "enable_cost_attribution": {"enable_cost_attribution": True},
    "activate_cost_allocation_tags": {
        "activate_cost_allocation_tags": True,
        "enable_cost_attribution": True,
    },
    "enable_guardrails": {"enable_guardrails": True},
    "enable_shared_store": {"enable_shared_store": True},
    "enable_response_cache": {"enable_response_cache": True, "enable_shared_store": True},
}
"""Each switch, with what it needs beside it. `internal` and an engine are choices of their own."""

EVERYTHING: dict[str, Any] = {
    name: value for values in SWITCHES.values() for name, value in values.items()
}

CHOICES: dict[str, dict[str, Any]] = {
    "internal": {**BASE, "internal": True},
    "gateway_engine": {
        **BASE,
        "gateway_engine": "portkey",
        "enable_jwt": True,
        "certificate_arn": CERTIFICATE,
    },
    "environments/dev": {"region": REGION, "certificate_arn": CERTIFICATE},
    "environments/prod": {"region": REGION, "certificate_arn": CERTIFICATE},
}
"""What decides how the stack is made, not what it has beside: planned from nothing."""


def write_variables(folder: Path, name: str, certificate: str, *values: dict[str, Any]) -> str:
    """Write values, later over earlier, as a file; return the argument that reads it."""
    merged = {
        key: certificate if value == CERTIFICATE else value
        for one in values
        for key, value in one.items()
    }
    (folder / f"{name}.tfvars.json").write_text(json.dumps(merged))
    return f"-var-file={name}.tfvars.json"
