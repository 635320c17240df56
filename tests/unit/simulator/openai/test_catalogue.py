from ai_gateway.simulator.openai import catalogue
from tests.unit.simulator.sample import read, refused, sent


def test_lists_and_retrieves():
    page = read(catalogue.list_models(sent(), ""))
    assert tuple(model["id"] for model in page["data"]) == catalogue.MODELS
    assert read(catalogue.retrieve_model(sent(), "gpt-5")) in page["data"]


def test_an_unknown_model():
    status, body = refused(lambda: catalogue.retrieve_model(sent(), "nonexistent"))
    assert (status, body["error"]["param"]) == (404, "model")
