import math

import pytest

from ai_gateway.simulator.vector import unit_vector


@pytest.mark.parametrize("dimensions", [1, 256, 1536])
def test_a_unit_vector(dimensions: int):
    vector = unit_vector("hello", dimensions)
    assert len(vector) == dimensions
    assert math.isclose(sum(number * number for number in vector), 1)


def test_derives_from_the_text_alone():
    assert unit_vector("a", 8) == unit_vector("a", 8)
    assert unit_vector("a", 8) != unit_vector("b", 8)
