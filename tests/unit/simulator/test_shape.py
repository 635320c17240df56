from typing import Any

import pytest

from ai_gateway.simulator.shape import (
    Anything,
    Blob,
    Choice,
    Entries,
    Flag,
    Items,
    Later,
    Number,
    Record,
    Shape,
    Text,
    tidied,
    union,
)


def rules(shape: Shape, value: object) -> list[tuple[tuple[str | int, ...], str]]:
    return [(fault.at, fault.rule) for fault in shape.faults(value, ())]


@pytest.mark.parametrize(
    ("shape", "good", "bad"),
    [
        (Text(), "", 1),
        (Choice(("a", "b")), "b", None),
        (Number(), 1, 1.5),
        (Number(), -1, True),
        (Number(whole=False), 1.5, "1"),
        (Flag(), False, 0),
        (Blob(), "AA==", "A"),
        (Blob(), "_-8=", 1),
        (Items(Text()), ["a"], {}),
        (Entries(Text()), {"a": "b"}, []),
        (Record({}), {}, "x"),
    ],
)
def test_types(shape: Shape, good: Any, bad: Any):
    assert rules(shape, good) == []
    assert rules(shape, bad) == [((), "type")]


@pytest.mark.parametrize(
    ("shape", "value", "rule"),
    [
        (Text(least=1), "", "size"),
        (Text(most=1), "ab", "size"),
        (Text(pattern="[a-z]+"), "a1", "pattern"),
        (Choice(("a",)), "b", "choice"),
        (Number(least=0), -1, "size"),
        (Number(most=1, whole=False), 1.1, "size"),
        (Blob(least=1), "", "size"),
        (Items(Text(), least=1), [], "size"),
        (Entries(Text(), most=0), {"a": "b"}, "size"),
        (union(a=Text(), b=Text()), {}, "union"),
        (union(a=Text(), b=Text()), {"a": "", "b": ""}, "union"),
    ],
)
def test_values(shape: Shape, value: Any, rule: str):
    assert rules(shape, value) == [((), rule)]


def test_finds_every_fault_where_it_stands():
    inner = Record({"a": Text(), "b": Number()}, ("a",))
    shape = Record({"list": Items(inner), "map": Entries(inner), "any": Anything()})
    value = {"list": [{"a": "x"}, {"b": "y"}], "map": {"k": {"a": "", "c": 1}}, "any": [{}]}
    assert rules(shape, value) == [
        (("list", 1, "a"), "required"),
        (("list", 1, "b"), "type"),
        (("map", "k", "c"), "unknown"),
    ]


def test_null_is_absent():
    shape = Record({"a": Text(), "b": Text()}, ("a",))
    assert rules(shape, {"a": None, "b": None}) == [(("a",), "required")]
    assert rules(union(a=Text(), b=Text()), {"a": "", "b": None}) == []


def test_a_shape_may_contain_itself():
    def tree() -> Shape:
        return shape

    shape = Record({"name": Text(), "children": Items(Later(tree))})
    value = {"children": [{"children": [{"name": 1}]}]}
    assert rules(shape, value) == [(("children", 0, "children", 0, "name"), "type")]


def test_tidies_what_records_describe_and_nothing_else():
    shape = Record({"a": Items(Record({"b": Anything()})), "c": Entries(Record({"d": Text()}))})
    value = {"a": [{"b": {"e": None}}, {"b": None}], "c": {"k_l": {"d": None}}, "f": 1, "g": None}
    assert tidied(value, shape) == {"a": [{"b": {"e": None}}, {}], "c": {"k_l": {}}, "f": 1}
    upper = tidied({"A": [{"B": {"A": 1}}]}, shape, lambda name, _: name.lower())
    assert upper == {"a": [{"b": {"A": 1}}]}
