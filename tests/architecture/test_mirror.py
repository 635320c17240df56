"""Each module has one unit-test file at the same place, and each such file has a module."""

from pathlib import Path

from tests.architecture.repository import ROOT, SOURCE, UNIT_TESTS, python_files


def modules() -> set[Path]:
    return {
        path.relative_to(SOURCE)
        for path in python_files("src")
        if path.name not in ("__init__.py", "__main__.py")
    }


def covered() -> set[Path]:
    return {
        path.relative_to(UNIT_TESTS).with_name(path.name.removeprefix("test_"))
        for path in python_files("tests")
        if path.is_relative_to(UNIT_TESTS) and path.name.startswith("test_")
    }


def test_every_module_has_its_unit_tests():
    assert sorted(map(str, modules() - covered())) == []


def test_every_unit_test_file_has_its_module():
    # The benchmark is no part of the package; its unit tests stand in a folder of its name.
    bench = {path.relative_to(ROOT) for path in python_files("bench")}
    assert sorted(map(str, covered() - modules() - bench)) == []


def test_every_package_and_module_says_what_it_is_for():
    assert [
        str(path.relative_to(SOURCE))
        for path in python_files("src")
        if not path.read_text().startswith(('"""', 'r"""'))
    ] == []
