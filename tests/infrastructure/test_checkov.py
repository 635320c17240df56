"""Checkov's findings are the exceptions below, each with its reason, and nothing else."""

from pathlib import Path
from typing import Any

import pytest

from tests.infrastructure.scanner import find_checkov, scan
from tests.infrastructure.toolchain import CannotBeHad
from tests.infrastructure.tree import SOURCE

EXCEPTIONS = {
    "CKV_AWS_2": "Port 80 redirects to 443 where there is a certificate; without one only the"
    " listed networks get in, which the guards see to.",
    "CKV2_AWS_20": "As CKV_AWS_2: the redirect depends on a variable that Checkov does not follow.",
    "CKV_AWS_378": "The load balancer speaks HTTP to the tasks inside the VPC, and only it can"
    " reach them; TLS there would need a certificate in each task.",
    "CKV2_AWS_5": "The service's group is attached in another module, which Checkov does not"
    " follow.",
    "CKV2_AWS_57": "Keys of providers are made on the providers' consoles: no function of AWS can"
    " rotate them. The gateway reads a changed one without a deployment.",
    "CKV2_AWS_62": "Nothing listens to what happens to a configuration or an access log.",
    "CKV_AWS_144": "The configuration is rendered anew by an apply and access logs are evidence of"
    " one region: neither is worth a second bucket.",
    "CKV_AWS_145": "Elastic Load Balancing writes access logs only with S3's own key.",
    "CKV_AWS_18": "The log of a log's bucket has no end, and the configuration's is read by the"
    " tasks alone.",
    "CKV_AWS_192": "WAF's rule against Log4j is there; what it finds in bodies is counted, because"
    " prompts hold code.",
    "CKV_AWS_394": "The first two zones are taken, and `availability_zones` pins them.",
}


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    try:
        program = find_checkov()
    except CannotBeHad as missing:
        pytest.skip(f"needs Checkov: {missing}")
    return scan(program, SOURCE)


def _findings(report: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in report["results"]["failed_checks"]:
        found.setdefault(finding["check_id"], []).append(finding["resource"])
    return found


def test_nothing_is_found_that_has_no_reason(report: dict[str, Any]) -> None:
    found = _findings(report)
    assert {check: where for check, where in found.items() if check not in EXCEPTIONS} == {}


def test_no_reason_is_kept_that_nothing_needs(report: dict[str, Any]) -> None:
    assert set(EXCEPTIONS) <= set(_findings(report))


def test_the_whole_tree_was_read(report: dict[str, Any]) -> None:
    assert report["summary"]["parsing_errors"] == 0
    assert report["summary"]["passed"] > 200
    assert report["results"].get("skipped_checks", []) == [], "an exception stands in the code"


def test_the_scan_finds_what_is_wrong(tmp_path: Path) -> None:
    try:
        program = find_checkov()
    except CannotBeHad as missing:
        pytest.skip(f"needs Checkov: {missing}")
    (tmp_path / "main.tf").write_text('resource "aws_kms_key" "this" {}\n')
    assert "CKV_AWS_7" in _findings(scan(program, tmp_path))
