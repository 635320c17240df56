from ai_gateway.simulator.google import catalogue
from tests.unit.simulator.sample import read, refused, sent


def test_lists_and_retrieves():
    models = read(catalogue.list_models(sent()))["models"]
    assert [model["name"] for model in models] == [f"models/{name}" for name in catalogue.MODELS]
    request = sent(path="/v1beta/models/gemini-2.5-flash", method="GET")
    assert read(catalogue.retrieve_model(request)) == models[1]
    assert "embedContent" in models[2]["supportedGenerationMethods"]


def test_an_unknown_model():
    request = sent(path="/v1beta/models/nonexistent", method="GET")
    assert refused(lambda: catalogue.retrieve_model(request))[0] == 404
