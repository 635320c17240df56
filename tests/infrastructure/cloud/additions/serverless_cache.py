"""ElastiCache Serverless."""

from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.elasticache.responses import ElastiCacheResponse

from tests.infrastructure.cloud.additions.addition import Addition, Operation, Shelf

_caches: Shelf[dict[str, Any]] = Shelf()

_tags: Shelf[list[dict[str, str]]] = Shelf()

_TAKEN = (
    "Description",
    "CacheUsageLimits",
    "KmsKeyId",
    "SecurityGroupIds",
    "SubnetIds",
    "SnapshotRetentionLimit",
    "DailySnapshotTime",
    "UserGroupId",
)


class _NotFound(ServiceException):
    code = "ServerlessCacheNotFoundFault"


def _create(self: ElastiCacheResponse) -> ActionResult:
    name, engine = self._get_param("ServerlessCacheName"), self._get_param("Engine")
    version = self._get_param("MajorEngineVersion", "8")
    host = f"{name}-simulated.serverless.{self.region}.cache.amazonaws.com"
    cache: dict[str, Any] = {
        "ServerlessCacheName": name,
        "ARN": f"arn:{self.partition}:elasticache:{self.region}:{self.current_account}"
        f":serverlesscache:{name}",
        "CreateTime": utcnow(),
        "Status": "available",
        "Engine": engine,
        "MajorEngineVersion": version,
        "FullEngineVersion": f"{version}.0",
        "Endpoint": {"Address": host, "Port": 6379},
        "ReaderEndpoint": {"Address": host, "Port": 6380},
        "SnapshotRetentionLimit": 0,
        "DailySnapshotTime": "03:00",
    }
    cache |= _given(self)
    _caches.of(self)[name] = cache
    _tags.of(self)[cache["ARN"]] = self._get_param("Tags", [])
    return ActionResult({"ServerlessCache": cache})


def _describe(self: ElastiCacheResponse) -> ActionResult:
    name = self._get_param("ServerlessCacheName")
    caches = _caches.of(self)
    found = list(caches.values()) if name is None else [_named(self, name)]
    return ActionResult({"ServerlessCaches": found})


def _modify(self: ElastiCacheResponse) -> ActionResult:
    cache = _named(self, self._get_param("ServerlessCacheName"))
    cache |= _given(self)
    return ActionResult({"ServerlessCache": cache})


def _delete(self: ElastiCacheResponse) -> ActionResult:
    name = self._get_param("ServerlessCacheName")
    cache = _named(self, name)
    del _caches.of(self)[name]
    return ActionResult({"ServerlessCache": cache | {"Status": "deleting"}})


def _list_tags(list_tags: Operation) -> Operation:
    def list_tags_for_resource(self: ElastiCacheResponse) -> ActionResult:
        tags = _tags.of(self).get(self._get_param("ResourceName"))
        return list_tags(self) if tags is None else ActionResult({"TagList": tags})

    return list_tags_for_resource


def _given(self: ElastiCacheResponse) -> dict[str, Any]:
    values = {key: self._get_param(key) for key in _TAKEN}
    return {key: value for key, value in values.items() if value is not None}


def _named(self: ElastiCacheResponse, name: str) -> dict[str, Any]:
    cache = _caches.of(self).get(name)
    if cache is None:
        raise _NotFound(f"Serverless Cache {name} not found.")
    return cache


ADDITION = Addition(
    gap="CreateServerlessCache",
    responses=ElastiCacheResponse,
    operations={
        "CreateServerlessCache": _create,
        "DescribeServerlessCaches": _describe,
        "ModifyServerlessCache": _modify,
        "DeleteServerlessCache": _delete,
    },
    amended={"ListTagsForResource": _list_tags},
)
