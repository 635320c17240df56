"""Files and functions stay within their budgets."""

import ast

from tests.architecture.repository import ROOT, python_files

LARGEST_FILE = 400
LARGEST_FUNCTION = 50


def test_no_file_is_longer_than_its_budget():
    lengths = {path: len(path.read_text().splitlines()) for path in python_files("src", "tests")}
    assert lengths
    assert {
        str(path.relative_to(ROOT)): length
        for path, length in lengths.items()
        if length > LARGEST_FILE
    } == {}


def test_no_function_is_longer_than_its_budget():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {_length(node)} lines"
        for path in python_files("src", "tests")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if _length(node) > LARGEST_FUNCTION
    ]
    assert long == []


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1
