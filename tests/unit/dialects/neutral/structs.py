"""What the tests of the neutral form ask of its modules alike."""

import inspect
from types import ModuleType
from typing import get_args

import msgspec


def structs_of(module: ModuleType) -> set[type[msgspec.Struct]]:
    """Return every struct that `module` defines."""
    return {
        cls
        for _, cls in inspect.getmembers(module, inspect.isclass)
        if issubclass(cls, msgspec.Struct) and cls.__module__ == module.__name__
    }


def members(union: object) -> set[type]:
    """Return the classes of a union."""
    return set(get_args(union))


def all_frozen(module: ModuleType) -> bool:
    """Say whether no struct of `module` can be changed once it is made."""
    return all(cls.__struct_config__.frozen for cls in structs_of(module))
