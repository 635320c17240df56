from ai_gateway.simulator.jsonvalue import (
    is_array,
    is_object,
    object_at,
    objects,
    text_of,
    texts,
)


def test_tells_objects_from_arrays():
    assert is_object({})
    assert not is_object([])
    assert is_array([])
    assert not is_array("ab")


def test_objects_leaves_out_everything_else():
    assert objects([{"a": 1}, "b", None, []]) == [{"a": 1}]
    assert objects({"a": 1}) == []


def test_text_of_is_empty_for_what_is_no_string():
    assert text_of("a") == "a"
    assert text_of(None) == text_of(5) == ""


def test_texts_leaves_out_everything_else():
    assert texts(["a", 1, None]) == ["a"]
    assert texts("a") == []


def test_an_object_or_an_empty_one():
    assert object_at({"a": {"b": 1}}, "a") == {"b": 1}
    assert object_at({"a": []}, "a") == object_at({}, "a") == {}
