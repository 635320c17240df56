"""Guardrails of Bedrock, with a draft and versions that nothing changes."""

import json
import uuid
from copy import deepcopy
from typing import Any

from moto.bedrock.exceptions import ResourceNotFoundException
from moto.bedrock.responses import BedrockResponse
from moto.core.responses import ActionResult
from moto.core.utils import utcnow

from tests.infrastructure.cloud.additions.addition import Addition, Operation, Shelf

_guardrails: Shelf[dict[str, dict[str, Any]]] = Shelf()
"""By id, the versions of each: `DRAFT`, then `1` and on."""

_tags: Shelf[list[dict[str, str]]] = Shelf()

_DRAFT = "DRAFT"
_KEY = "kmsKeyId"
_UNTOLD = ("tags", "clientRequestToken", _KEY, "crossRegionConfig")


def _create(self: BedrockResponse) -> ActionResult:
    given = json.loads(self.body)
    key = uuid.uuid4().hex[:12]
    arn = f"arn:{self.partition}:bedrock:{self.region}:{self.current_account}:guardrail/{key}"
    draft = {"guardrailId": key, "guardrailArn": arn, "version": _DRAFT, "createdAt": utcnow()}
    _guardrails.of(self)[key] = {_DRAFT: draft | _told(given)}
    _tags.of(self)[arn] = given.get("tags", [])
    return ActionResult(_summary(_guardrails.of(self)[key][_DRAFT]))


def _get(self: BedrockResponse) -> ActionResult:
    versions = _versions(self)
    version = self._get_param("guardrailVersion") or _DRAFT
    if version not in versions:
        raise ResourceNotFoundException(f"Guardrail version {version} does not exist.")
    return ActionResult(versions[version])


def _update(self: BedrockResponse) -> ActionResult:
    versions = _versions(self)
    kept = ("guardrailId", "guardrailArn", "version", "createdAt")
    draft = {name: versions[_DRAFT][name] for name in kept}
    versions[_DRAFT] = draft | _told(json.loads(self.body))
    return ActionResult(_summary(versions[_DRAFT]))


def _create_version(self: BedrockResponse) -> ActionResult:
    versions = _versions(self)
    number = str(max((int(name) for name in versions if name != _DRAFT), default=0) + 1)
    given = json.loads(self.body or "{}")
    versions[number] = deepcopy(versions[_DRAFT]) | {"version": number}
    if "description" in given:
        versions[number]["description"] = given["description"]
    return ActionResult({"guardrailId": versions[number]["guardrailId"], "version": number})


def _list(self: BedrockResponse) -> ActionResult:
    wanted = self._get_param("guardrailIdentifier")
    every = [versions[_DRAFT] for versions in _guardrails.of(self).values()]
    found = every if wanted is None else list(_versions(self).values())
    summaries = [
        {"id": one["guardrailId"], "arn": one["guardrailArn"]}
        | {name: one[name] for name in ("name", "status", "version", "createdAt", "updatedAt")}
        for one in found
    ]
    return ActionResult({"guardrails": summaries})


def _delete(self: BedrockResponse) -> ActionResult:
    versions = _versions(self)
    version = self._get_param("guardrailVersion")
    if version is None:
        del _guardrails.of(self)[versions[_DRAFT]["guardrailId"]]
    elif versions.pop(version, None) is None:
        raise ResourceNotFoundException(f"Guardrail version {version} does not exist.")
    return ActionResult({})


def _list_tags(list_tags: Operation) -> Operation:
    def list_tags_for_resource(self: BedrockResponse) -> ActionResult:
        tags = _tags.of(self).get(json.loads(self.body)["resourceARN"])
        return list_tags(self) if tags is None else ActionResult({"tags": tags})

    return list_tags_for_resource


def _versions(self: BedrockResponse) -> dict[str, dict[str, Any]]:
    identifier = self._get_param("guardrailIdentifier")
    versions = _guardrails.of(self).get(identifier.rpartition("/")[2])
    if versions is None:
        raise ResourceNotFoundException(f"Guardrail {identifier} does not exist.")
    return versions


def _summary(guardrail: dict[str, Any]) -> dict[str, Any]:
    told = ("guardrailId", "guardrailArn", "version", "createdAt", "updatedAt")
    return {name: guardrail[name] for name in told}


def _told(given: dict[str, Any]) -> dict[str, Any]:
    """Return what was given in the words in which Bedrock tells it again."""
    told = {key: value for key, value in given.items() if key not in _UNTOLD}
    if _KEY in given:
        told["kmsKeyArn"] = given[_KEY]
    return _without_config(told) | {"status": "READY", "updatedAt": utcnow()}


def _without_config(value: Any) -> Any:
    """`contentPolicyConfig.filtersConfig` is told as `contentPolicy.filters`, and so on."""
    if isinstance(value, dict):
        return {key.removesuffix("Config"): _without_config(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_config(one) for one in value]
    return value


ADDITION = Addition(
    gap="all Guardrail operations",
    responses=BedrockResponse,
    operations={
        "CreateGuardrail": _create,
        "GetGuardrail": _get,
        "UpdateGuardrail": _update,
        "CreateGuardrailVersion": _create_version,
        "ListGuardrails": _list,
        "DeleteGuardrail": _delete,
    },
    amended={"ListTagsForResource": _list_tags},
)
