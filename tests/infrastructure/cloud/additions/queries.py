"""Saved queries of CloudWatch Logs Insights."""

import uuid
from typing import Any

from moto.core.responses import ActionResult
from moto.logs.responses import LogsResponse

from tests.infrastructure.cloud.additions.addition import Addition, Shelf

_queries: Shelf[dict[str, Any]] = Shelf()


def _put(self: LogsResponse) -> ActionResult:
    key = self._get_param("queryDefinitionId") or str(uuid.uuid4())
    _queries.of(self)[key] = {
        "queryDefinitionId": key,
        "name": self._get_param("name"),
        "queryString": self._get_param("queryString"),
        "logGroupNames": self._get_param("logGroupNames", []),
    }
    return ActionResult({"queryDefinitionId": key})


def _describe(self: LogsResponse) -> ActionResult:
    prefix = self._get_param("queryDefinitionNamePrefix", "")
    found = [query for query in _queries.of(self).values() if query["name"].startswith(prefix)]
    return ActionResult({"queryDefinitions": found})


def _delete(self: LogsResponse) -> ActionResult:
    gone = _queries.of(self).pop(self._get_param("queryDefinitionId"), None)
    return ActionResult({"success": gone is not None})


ADDITION = Addition(
    gap="Logs PutQueryDefinition",
    responses=LogsResponse,
    operations={
        "PutQueryDefinition": _put,
        "DescribeQueryDefinitions": _describe,
        "DeleteQueryDefinition": _delete,
    },
)
