"""Lists of models as Anthropic gives them."""

import json

from ai_gateway.dialects.anthropic_messages.model_list import render_model, render_models
from ai_gateway.dialects.contract import ModelEntry

OBJECT = {
    "type": "model",
    "id": "a",
    "display_name": "a",
    "created_at": "1970-01-01T00:00:00Z",
    "lifecycle": "active",
}


def test_a_list_is_one_page() -> None:
    page = json.loads(render_models([ModelEntry("a", "anthropic"), ModelEntry("b", "anthropic")]))
    assert page["data"][0] == OBJECT
    assert (page["has_more"], page["first_id"], page["last_id"]) == (False, "a", "b")


def test_an_empty_page_has_no_ends() -> None:
    assert json.loads(render_models([])) == {
        "data": [],
        "has_more": False,
        "first_id": None,
        "last_id": None,
    }


def test_one_model_is_its_object() -> None:
    assert json.loads(render_model(ModelEntry("a", "anthropic"))) == OBJECT
