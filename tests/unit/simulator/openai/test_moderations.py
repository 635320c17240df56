from typing import Any

import pytest

from ai_gateway.simulator.openai import moderations
from tests.unit.simulator.sample import read, sent


@pytest.mark.parametrize(
    ("given", "flagged"),
    [
        ("flowers", [False]),
        ("VIOLENCE", [True]),
        (["a", "hate"], [False, True]),
        ([{"type": "text", "text": "hate"}], [True]),
    ],
)
def test_flags_texts_that_name_a_category(given: Any, flagged: list[bool]):
    results = read(moderations.create(sent({"input": given}), ""))["results"]
    assert [result["flagged"] for result in results] == flagged
    assert all(result["categories"].keys() == set(moderations.CATEGORIES) for result in results)
