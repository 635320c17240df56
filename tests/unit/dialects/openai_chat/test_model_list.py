"""Lists of models as OpenAI gives them."""

import json

from ai_gateway.dialects.contract import ModelEntry
from ai_gateway.dialects.openai_chat.model_list import render_model, render_models

ENTRY = ModelEntry("m", "groq")
OBJECT = {"id": "m", "object": "model", "created": 0, "owned_by": "groq"}


def test_a_list_holds_objects() -> None:
    assert json.loads(render_models([ENTRY])) == {"object": "list", "data": [OBJECT]}


def test_an_empty_list_is_a_list() -> None:
    assert json.loads(render_models([])) == {"object": "list", "data": []}


def test_one_model_is_its_object() -> None:
    assert json.loads(render_model(ENTRY)) == OBJECT
