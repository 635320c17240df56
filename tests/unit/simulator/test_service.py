import pytest

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.service import Paths


def handler(_: Request, variable: str) -> Answer:
    return Answer(200, [], variable.encode())


PATHS = Paths({"GET /a": handler, "GET /a/{}": handler, "POST /a/{}/cancel": handler})


@pytest.mark.parametrize(
    ("method", "path", "variable"),
    [
        ("GET", "/a", ""),
        ("GET", "/a/x", "x"),
        ("POST", "/a/x/cancel", "x"),
        ("POST", "/a", None),
        ("GET", "/a/", None),
        ("GET", "/a/x/y", None),
        ("POST", "/a//cancel", None),
        ("GET", "/b", None),
    ],
)
def test_finds_a_handler_and_the_variable_part(method: str, path: str, variable: str | None):
    found = PATHS.find(method, path)
    assert (found and found[1]) == variable


def test_knows_paths_of_other_methods():
    assert PATHS.has("/a")
    assert not PATHS.has("/b")
