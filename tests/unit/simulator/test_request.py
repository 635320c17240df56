import pytest

from ai_gateway.simulator.directive import Directives
from ai_gateway.simulator.multipart import Form
from ai_gateway.simulator.request import INVALID
from tests.unit.simulator.sample import form, sent


def test_a_model_loses_its_directives():
    request = sent({"model": "gpt@slow=5"})
    assert request.model == "gpt"
    assert request.document == {"model": "gpt"}
    assert request.directives == Directives(slow=5)


def test_a_deployment_decides_over_the_body():
    request = sent(
        {"model": "gpt@slow=5;chunks=1"}, path="/openai/deployments/mine@slow=9/chat/completions"
    )
    assert request.model == "mine"
    assert request.directives == Directives(slow=9, chunks=1)


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/model/us.anthropic.claude-x-v1:0@slow=9/converse", "us.anthropic.claude-x-v1:0"),
        ("/model/arn:aws:bedrock:r:1:inference-profile/x@slow=9/invoke", None),
        ("/inference-profiles/arn:aws:bedrock:r:1:inference-profile/x@slow=9", None),
        ("/v1beta/models/gemini-x@slow=9:generateContent", "gemini-x"),
        ("/v1beta/models/gemini-x@slow=9", "gemini-x"),
        ("/v1/models/gemini-x@slow=9:countTokens", "gemini-x"),
        (
            "/v1/projects/p/locations/l/publishers/anthropic/models/c@20250929@slow=9:rawPredict",
            "c@20250929",
        ),
    ],
)
def test_a_model_in_the_path_decides_over_the_body(path: str, model: str | None):
    request = sent({"model": "other@slow=5;chunks=1"}, path=path)
    assert request.model == (model or "arn:aws:bedrock:r:1:inference-profile/x")
    assert request.directives == Directives(slow=9, chunks=1)


def test_models_of_other_vendors_under_the_same_path_stay():
    assert sent(path="/v1/models/gpt@slow=9", method="GET").model == ""


def test_a_form_names_a_model_too():
    request = form({"model": "whisper@status=500"}, {})
    assert isinstance(request.document, Form)
    assert request.document.fields == {"model": "whisper"}
    assert request.directives.status == 500


def test_what_is_not_what_it_says_is_invalid():
    assert sent(body=b"{").document is INVALID
    assert sent(body=b'{"a": "\xff"}').document is INVALID
    assert sent(body=b"x", headers={"content-type": "multipart/form-data"}).document is INVALID


def test_other_types_are_not_read():
    request = sent(body=b"{}", headers={"content-type": "text/plain; charset=utf-8"})
    assert (request.document, request.media_type) == (None, "text/plain")


def test_models_of_other_types_are_no_models():
    assert sent({"model": 5}).model == ""
    assert sent([1]).model == ""


def test_parameters_and_headers():
    request = sent(query="a=1&b=&a=2", headers={"x-one": "1"})
    assert request.parameters == {"a": "2", "b": ""}
    assert (request.header("x-one"), request.header("x-two")) == ("1", "")
