from ai_gateway.simulator.anthropic import catalogue
from tests.unit.simulator.sample import read, refused, sent


def test_lists_and_retrieves():
    page = read(catalogue.list_models(sent(), ""))
    names = [model["id"] for model in page["data"]]
    assert names == list(catalogue.MODELS)
    assert (page["first_id"], page["last_id"]) == (names[0], names[-1])
    assert read(catalogue.retrieve_model(sent(), names[0])) == page["data"][0]
    assert read(catalogue.retrieve_model(sent(), "claude-x"))["display_name"] == "claude-x"


def test_an_unknown_model():
    assert refused(lambda: catalogue.retrieve_model(sent(), "nonexistent"))[0] == 404
