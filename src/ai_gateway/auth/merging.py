"""What holds for one client: defaults, then its groups, then what is said of itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from ai_gateway.auth.client_settings import ClientDefaults, GroupSettings
from ai_gateway.core.policy import Allowance, Policy

_DENIED = ".deny"
_SHARED = frozenset({"limits", "budgets"})
"""A group's own: they bound its members together, and so are no part of a member's."""


class Said(NamedTuple):
    """One setting as it holds, and who said so: `client_defaults`, a group, or the client."""

    path: str
    value: object
    origin: str


class Layer(NamedTuple):
    """What one place in the configuration says; `shared` is a group, whose limits are its own."""

    origin: str
    settings: GroupSettings
    shared: bool = False


def merge(layers: Sequence[Layer]) -> tuple[Said, ...]:
    """Return every setting that the layers say, from the farthest to the nearest.

    The nearest one holds, setting by setting and tag by tag; what is denied adds up.
    """
    found: dict[str, Said] = {}
    for layer in layers:
        for path, value in _settings(layer):
            before = found.get(path)
            if before is not None and path.endswith(_DENIED):
                denied = dict.fromkeys([*_names(before.value), *_names(value)])
                found[path] = Said(path, list(denied), f"{before.origin}, {layer.origin}")
            else:
                found[path] = Said(path, value, layer.origin)
    return tuple(sorted(found.values()))


def policy(name: str, said: Sequence[Said], groups: Mapping[str, GroupSettings]) -> Policy:
    """Return the policy of the client `name`, and the accounts that its calls count in."""
    data: dict[str, object] = {}
    for path, value, _ in said:
        section, _, key = path.partition(".")
        if key:
            cast("dict[str, object]", data.setdefault(section, {}))[key] = value
        else:
            data[section] = value
    settings = ClientDefaults.model_validate(data)
    return Policy(
        operations=None if settings.operations is None else frozenset(settings.operations),
        providers=settings.providers.choice(),
        models=settings.models.choice(),
        own_keys=bool(settings.own_keys),
        priority=settings.priority or "interactive",
        tags=tuple(sorted(settings.tags.items())),
        allowances=(
            _allowance(f"client:{name}", settings),
            *(_allowance(f"group:{group}", each) for group, each in groups.items()),
        ),
    )


def _allowance(name: str, settings: GroupSettings) -> Allowance:
    return Allowance(
        name,
        settings.limits.limits(),
        tuple(each.budget() for each in settings.budgets or ()),
    )


def _settings(layer: Layer) -> Iterator[tuple[str, object]]:
    """Yield what a layer says, the parts of a section one by one."""
    dumped = layer.settings.model_dump(
        mode="json", include=set(ClientDefaults.model_fields), exclude_unset=True, exclude_none=True
    )
    for name, value in dumped.items():
        if layer.shared and name in _SHARED:
            continue
        if isinstance(value, dict):
            for key, item in cast("dict[str, object]", value).items():
                if item != []:
                    yield f"{name}.{key}", item
        else:
            yield name, value


def _names(value: object) -> list[str]:
    return cast("list[str]", value)
